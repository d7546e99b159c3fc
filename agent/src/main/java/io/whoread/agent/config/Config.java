package io.whoread.agent.config;

import io.whoread.record.v1.Form;
import java.io.File;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code whoread.yaml} says, with what holds where it says nothing. */
public final class Config {
  /** Name of the file, or {@code guessed}. */
  public String source = "guessed";

  public String service = "unnamed";

  /** Of which one takes records at a time. Empty: records stay in the spool. */
  public List<URI> collectors = new ArrayList<>();

  public File tokenFile;
  public File keyFile;

  /** Of the epoch before, while both are in use; null otherwise. */
  public File previousKeyFile;

  public File caFile;
  public File spoolDir;
  public long spoolMaxBytes = 256L << 20;

  /** While this file is there, the agent is switched off. Null: no such file is looked for. */
  public File offFile;

  public ZoneId zone = ZoneId.systemDefault();
  public final List<ActorSource> actors = new ArrayList<>();
  public final List<RoleRule> roles = new ArrayList<>();
  public final List<FormRule> forms = new ArrayList<>();

  /** At most one of the two is set. */
  public String purposeHeader;

  public String purposeParameter;
  public final List<Cidr> trustedProxies = new ArrayList<>();

  public final Set<Signal> signals = EnumSet.allOf(Signal.class);

  /** Empty: guarded is what looks personal by its name. */
  public final List<GuardRule> guard = new ArrayList<>();

  /** What is taken as it stands, and may be meant otherwise: file, line, and a question. */
  public final List<String> questions = new ArrayList<>();

  /** One way to learn who acts. */
  public static final class ActorSource {
    public enum Kind {
      SPRING_SECURITY,
      SA_TOKEN,
      SHIRO,
      PRINCIPAL,
      JWT,
      SESSION,
      ATTRIBUTE,
      HEADER,
      MDC,
      STATIC;

      /** As a configuration names it. */
      public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }

    public final Kind kind;

    /**
     * What is asked for: a property of the principal, a type of log-in, a claim, an attribute with
     * a property of its value after the first dot, a header, a key, a call. Empty for what each
     * source has by itself, or a guess.
     */
    public final String name;

    public ActorSource(Kind kind, String name) {
      this.kind = kind;
      this.name = name;
    }
  }

  /** Gives a role to the actors that it fits. */
  public static final class RoleRule {
    public enum By {
      AUTHORITY,
      PATH,
      CLAIM,
      ID
    }

    public final String role;
    public final By by;

    /** For {@link By#CLAIM} only. */
    public final String claim;

    public final Glob pattern;

    public RoleRule(String role, By by, String claim, Glob pattern) {
      this.role = role;
      this.by = by;
      this.claim = claim;
      this.pattern = pattern;
    }
  }

  /** Gives a form to the operations that it fits. */
  public static final class FormRule {
    public final Form form;
    public final Glob operation;

    public FormRule(Form form, Glob operation) {
      this.form = form;
      this.operation = operation;
    }
  }
}
