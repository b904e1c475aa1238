const STYLE = `<style>
svg { color: #1f2933; background: #ffffff; }
@media (prefers-color-scheme: dark) { svg { color: #e6eaef; background: #14191f; } }
</style>`

/**
 * Makes a drawn chart a file of its own, for READMEs and pull requests. It brings its own paper, light or dark as the
 * reader has it, as a picture inherits no colour from the page that shows it.
 */
export const toPicture = (svg: string): string => `${svg.replace(/<svg[^>]*>/, (open) => `${open}${STYLE}`)}\n`
