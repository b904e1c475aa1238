CREATE TABLE `findings` (
	`mechanism` text NOT NULL,
	`kind` text NOT NULL,
	`hotkey` text NOT NULL,
	`since_round` integer NOT NULL,
	`last_round` integer NOT NULL,
	`detail` text NOT NULL,
	`other` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`mechanism`, `kind`, `hotkey`, `since_round`)
);
--> statement-breakpoint
CREATE TABLE `pairs` (
	`mechanism` text NOT NULL,
	`a` text NOT NULL,
	`b` text NOT NULL,
	`evidence` text NOT NULL,
	PRIMARY KEY(`mechanism`, `a`, `b`)
);
--> statement-breakpoint
CREATE TABLE `secrets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`period` integer NOT NULL,
	`secret` blob NOT NULL,
	`committed_block` integer,
	`is_opened` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE `weight_sets` (
	`set_id` integer PRIMARY KEY NOT NULL,
	`mechanism` text NOT NULL,
	`round_id` integer NOT NULL,
	`basis` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `answers` ADD `commit_hash` text;--> statement-breakpoint
ALTER TABLE `answers` ADD `signature` text;--> statement-breakpoint
ALTER TABLE `answers` ADD `salt` text;--> statement-breakpoint
ALTER TABLE `answers` ADD `reveal_ms` real;--> statement-breakpoint
ALTER TABLE `answers` ADD `registered_model` text;--> statement-breakpoint
ALTER TABLE `answers` ADD `registered_block` integer;--> statement-breakpoint
ALTER TABLE `answers` ADD `proof` text;--> statement-breakpoint
ALTER TABLE `answers` ADD `proof_detail` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `answers` ADD `skill` real;--> statement-breakpoint
ALTER TABLE `answers` ADD `slice_skill` real;--> statement-breakpoint
ALTER TABLE `answers` ADD `canary_score` real;--> statement-breakpoint
ALTER TABLE `answers` ADD `standing` text;--> statement-breakpoint
CREATE INDEX `answers_by_hotkey` ON `answers` (`hotkey`,`round_id`);--> statement-breakpoint
ALTER TABLE `rounds` ADD `state` text DEFAULT 'scored' NOT NULL;--> statement-breakpoint
ALTER TABLE `rounds` ADD `name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `rounds` ADD `secret_id` integer;--> statement-breakpoint
ALTER TABLE `rounds` ADD `own` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rounds` ADD `canaries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rounds` ADD `difficulty` real;--> statement-breakpoint
ALTER TABLE `rounds` ADD `pairs` text;--> statement-breakpoint
ALTER TABLE `scores` ADD `standing` text;--> statement-breakpoint
UPDATE `answers` SET `outcome` = CASE `outcome` WHEN 'timeout' THEN 'late' ELSE 'malformed' END WHERE `outcome` IN ('timeout', 'too-large');--> statement-breakpoint
UPDATE `scores` SET `last_outcome` = CASE `last_outcome` WHEN 'timeout' THEN 'late' ELSE 'malformed' END WHERE `last_outcome` IN ('timeout', 'too-large');
