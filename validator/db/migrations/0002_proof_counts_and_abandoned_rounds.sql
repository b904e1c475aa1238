ALTER TABLE `answers` ADD `proofs_passed` integer;--> statement-breakpoint
ALTER TABLE `answers` ADD `proofs_failed` integer;--> statement-breakpoint
ALTER TABLE `rounds` ADD `abandoned_in` text;--> statement-breakpoint
ALTER TABLE `rounds` ADD `abandoned_for` text;