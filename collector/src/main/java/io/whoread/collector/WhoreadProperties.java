package io.whoread.collector;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the collector, {@code whoread.*}.
 *
 * @param data folder that holds everything the collector keeps
 * @param reindex throw the index away at start and make it again from the log
 * @param trustedProxies addresses whose word is taken for whom a request comes from, and over what
 * @param renewSeals begin new seals where the log is not the one that the old ones tell of
 */
@Validated
@ConfigurationProperties("whoread")
public record WhoreadProperties(
    @NotNull Path data,
    @DefaultValue("false") boolean reindex,
    @DefaultValue("false") boolean renewSeals,
    @DefaultValue List<String> trustedProxies) {}
