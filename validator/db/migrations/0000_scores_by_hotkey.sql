CREATE TABLE `answers` (
	`round_id` integer NOT NULL,
	`hotkey` text NOT NULL,
	`uid` integer NOT NULL,
	`outcome` text NOT NULL,
	`detail` text NOT NULL,
	`score` real NOT NULL,
	`latency_ms` real,
	`model` text,
	`body` text,
	PRIMARY KEY(`round_id`, `hotkey`),
	FOREIGN KEY (`round_id`) REFERENCES `rounds`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `answers_with_body` ON `answers` (`round_id`) WHERE body IS NOT NULL;--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rounds` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`mechanism` text NOT NULL,
	`block` integer NOT NULL,
	`block_hash` text NOT NULL,
	`seed` blob NOT NULL,
	`items` integer NOT NULL,
	`deadline_ms` integer NOT NULL,
	`worst` real NOT NULL,
	`chance` real NOT NULL,
	`perfect` real NOT NULL,
	`started_at` integer NOT NULL,
	`duration_ms` real NOT NULL
);
--> statement-breakpoint
CREATE TABLE `scores` (
	`mechanism` text NOT NULL,
	`hotkey` text NOT NULL,
	`uid` integer NOT NULL,
	`mean` real NOT NULL,
	`weight` real NOT NULL,
	`rounds` integer NOT NULL,
	`last_round` integer NOT NULL,
	`last_score` real NOT NULL,
	`last_outcome` text NOT NULL,
	PRIMARY KEY(`mechanism`, `hotkey`)
);
--> statement-breakpoint
CREATE TABLE `weights` (
	`set_id` integer NOT NULL,
	`hotkey` text NOT NULL,
	`uid` integer NOT NULL,
	`value` integer NOT NULL,
	`block` integer NOT NULL,
	`set_at` integer NOT NULL,
	PRIMARY KEY(`set_id`, `hotkey`)
);
