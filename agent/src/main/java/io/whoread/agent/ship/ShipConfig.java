package io.whoread.agent.ship;

import io.whoread.record.v1.Coverage;
import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where records go, and as whom. Files are {@link File} rather than {@code Path}: this is read
 * before the application's {@code main}, which may yet bring a file system provider of its own.
 */
public final class ShipConfig {
  /** The least that {@link Builder#spoolMaxBytes} may be: room for a few segments. */
  public static final long MIN_SPOOL_BYTES = 1 << 20;

  final List<URI> collectors;
  final File tokenFile;
  final File caFile;
  final int keyEpoch;
  final int previousKeyEpoch;
  final String service;
  final String instance;
  final File spool;
  final long spoolMaxBytes;
  final String sender;
  final Supplier<Coverage.Builder> coverage;
  final int firstPostAfterMs;
  final int exchangeMs;

  private ShipConfig(Builder builder) {
    collectors = Collections.unmodifiableList(new ArrayList<>(builder.collectors));
    tokenFile = builder.tokenFile;
    caFile = builder.caFile;
    keyEpoch = builder.keyEpoch;
    previousKeyEpoch = builder.previousKeyEpoch;
    service = required(builder.service, "service");
    instance = required(builder.instance, "instance");
    spool = Objects.requireNonNull(builder.spool, "spool");
    spoolMaxBytes = builder.spoolMaxBytes;
    sender = required(builder.sender, "sender");
    coverage = builder.coverage;
    firstPostAfterMs = builder.firstPostAfterMs;
    exchangeMs = builder.exchangeMs;
    if (keyEpoch < 1) {
      throw new IllegalArgumentException("the key's epoch is a whole number from 1: " + keyEpoch);
    }
    if (previousKeyEpoch < 0 || previousKeyEpoch >= keyEpoch) {
      throw new IllegalArgumentException(
          "the previous key's epoch is lower than " + keyEpoch + ": " + previousKeyEpoch);
    }
    if (spoolMaxBytes < MIN_SPOOL_BYTES) {
      throw new IllegalArgumentException(
          "the spool needs at least " + MIN_SPOOL_BYTES + " bytes, not " + spoolMaxBytes);
    }
    for (URI collector : collectors) {
      boolean web =
          "http".equalsIgnoreCase(collector.getScheme())
              || "https".equalsIgnoreCase(collector.getScheme());
      if (!web || collector.getHost() == null) {
        throw new IllegalArgumentException(
            "the collector's address must look like https://host:port, not " + collector);
      }
    }
  }

  private static String required(String value, String name) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Takes the settings one by one. */
  public static final class Builder {
    private List<URI> collectors = Collections.emptyList();
    private File tokenFile;
    private File caFile;
    private int keyEpoch = 1;
    private int previousKeyEpoch;
    private String service;
    private String instance;
    private File spool;
    private long spoolMaxBytes = 256L << 20;
    private String sender = "whoread-agent";
    private Supplier<Coverage.Builder> coverage = Coverage::newBuilder;
    private int firstPostAfterMs = 2_000;
    private int exchangeMs = 30_000;

    private Builder() {}

    /** The one collector, or null: see {@link #collectors}. */
    public Builder collector(URI collector) {
      return collectors(
          collector == null ? Collections.emptyList() : Collections.singletonList(collector));
    }

    /**
     * Each as {@code https://host:port[/prefix]}. Where one does not take a batch the next is
     * asked. Without any (the default) records stay in the spool.
     */
    public Builder collectors(List<URI> collectors) {
      this.collectors = collectors;
      return this;
    }

    /**
     * Holds the token that proves this service to the collector. Read at start, and again whenever
     * the collector refuses it, so that it can be changed without a restart.
     */
    public Builder tokenFile(File tokenFile) {
      this.tokenFile = tokenFile;
      return this;
    }

    /** PEM certificates of who may vouch for the collector; null: those that the JVM trusts. */
    public Builder caFile(File caFile) {
      this.caFile = caFile;
      return this;
    }

    /** Of the key that pseudonyms are made with, from 1. */
    public Builder keyEpoch(int keyEpoch) {
      this.keyEpoch = keyEpoch;
      return this;
    }

    /** Of the key before, where pseudonyms made with it are told as well; 0 (the default) else. */
    public Builder previousKeyEpoch(int previousKeyEpoch) {
      this.previousKeyEpoch = previousKeyEpoch;
      return this;
    }

    public Builder service(String service) {
      this.service = service;
      return this;
    }

    /** This process among those of the service: host name and process id, pod name or the like. */
    public Builder instance(String instance) {
      this.instance = instance;
      return this;
    }

    /** Folder; made where it is missing. Processes of one service or of several may share it. */
    public Builder spool(File spool) {
      this.spool = spool;
      return this;
    }

    /**
     * The most that this process keeps on disk, what it took over from dead ones included; from
     * {@link ShipConfig#MIN_SPOOL_BYTES}.
     */
    public Builder spoolMaxBytes(long spoolMaxBytes) {
      this.spoolMaxBytes = spoolMaxBytes;
      return this;
    }

    /** {@code whoread-agent/<version>}. */
    public Builder sender(String sender) {
      this.sender = sender;
      return this;
    }

    /**
     * What is guarded and hooked: types, hooks, configuration, java. The rest (time, books, faults)
     * is filled in here. Called about once a minute on the sender's thread, and once on that which
     * stops the shipper.
     */
    public Builder coverage(Supplier<Coverage.Builder> coverage) {
      this.coverage = Objects.requireNonNull(coverage, "coverage");
      return this;
    }

    /**
     * How long after the start the network is first used, in milliseconds. The JDK's HTTP client
     * may start java.util.logging, which an application that brings its own log manager must be the
     * first to do.
     */
    public Builder firstPostAfterMs(int firstPostAfterMs) {
      this.firstPostAfterMs = firstPostAfterMs;
      return this;
    }

    /** Within which a batch is taken and answered, or given up for now; in milliseconds. */
    Builder exchangeMs(int exchangeMs) {
      this.exchangeMs = exchangeMs;
      return this;
    }

    /**
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     */
    public ShipConfig build() {
      return new ShipConfig(this);
    }
  }
}
