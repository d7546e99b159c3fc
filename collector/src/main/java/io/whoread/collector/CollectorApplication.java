package io.whoread.collector;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The server. Started by the command {@code collector}, which turns its options into settings. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CollectorApplication {}
