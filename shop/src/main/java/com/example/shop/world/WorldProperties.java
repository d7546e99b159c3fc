package com.example.shop.world;

import java.nio.file.Path;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an empty database is filled with. The same seed and end make the same world.
 *
 * @param seed of the random numbers
 * @param orders how many, spread over the 90 days up to {@code until}
 * @param until when the last order was placed; now where not given
 * @param password of every generated account
 * @param inventory folder that receives {@code orders.csv} and {@code accounts.csv}: the numbers
 *     and ids of what was generated, without a name, phone or address; for load drivers; none where
 *     not given
 */
@ConfigurationProperties("shop.world")
public record WorldProperties(
    @DefaultValue("1") long seed,
    @DefaultValue("20000") int orders,
    Instant until,
    @DefaultValue("shop") String password,
    Path inventory) {}
