CREATE TABLE `intended_weights` (
	`id` integer PRIMARY KEY NOT NULL,
	`is_shown` integer NOT NULL,
	`block` integer NOT NULL,
	`made_at` integer NOT NULL,
	`last_update` integer NOT NULL,
	`epoch_block` integer NOT NULL,
	`made` text NOT NULL
);
