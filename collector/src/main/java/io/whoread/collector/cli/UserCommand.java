package io.whoread.collector.cli;

import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.log.DataFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.security.crypto.password.PasswordEncoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Who may log in to the console. A running collector notices with the next request. */
@Command(
    name = "user",
    description =
        "Add, list and remove those who may log in to the console, and set their passwords.",
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class)
final class UserCommand implements Runnable {
  private final PasswordEncoder encoder = Passwords.encoder();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing one of: add, list, password, remove");
  }

  @Command(
      name = "add",
      description = "Let a person log in. Prints a password, once.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void add(
      @Parameters(paramLabel = "NAME", description = "Login name.") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              required = true,
              converter = RoleName.class,
              completionCandidates = RoleName.All.class,
              description =
                  "One of ${COMPLETION-CANDIDATES}; give it again for another. Nobody should hold"
                      + " system and security together.")
          List<AccountRole> roles,
      @Option(
              names = "--actor",
              paramLabel = "ROLE/ID",
              description =
                  "Role and id under which services know the person, such as staff/E1042; a viewer"
                      + " needs it.")
          String actor,
      @Mixin DataOption data)
      throws IOException {
    Accounts accounts = new Accounts(data.dir(), encoder);
    if (roles.contains(AccountRole.VIEWER) && actor == null) {
      throw new CommandFailed(
          "a viewer needs --actor, the role and id that services know the person by");
    }
    String password = Accounts.generatePassword();
    Account account;
    try {
      account = new Account(name, encoder.encode(password), EnumSet.copyOf(roles), known(actor));
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(e.getMessage(), e);
    }
    if (!accounts.add(account)) {
      throw new CommandFailed(
          name
              + " has an account already; `whoread user password "
              + name
              + DataFolder.option(data.dir())
              + "` sets a password");
    }
    spec.commandLine().getOut().println("the password of " + name + " is " + password);
  }

  private static ActorId known(String actor) {
    try {
      return actor == null ? null : ActorId.parse(actor);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("--actor " + actor + ": " + e.getMessage(), e);
    }
  }

  @Command(
      name = "password",
      description = "Give an account another password, and print it, once.",
      mixinStandardHelpOptions = true)
  void password(
      @Parameters(paramLabel = "NAME", description = "Login name.") String name,
      @Mixin DataOption data)
      throws IOException {
    Accounts accounts = new Accounts(data.existing(), encoder);
    Account account;
    try {
      account = accounts.require(name);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(e.getMessage(), e);
    }
    String password = Accounts.generatePassword();
    accounts.put(
        new Account(account.name(), encoder.encode(password), account.roles(), account.actor()));
    spec.commandLine().getOut().println("the password of " + name + " is " + password);
  }

  @Command(
      name = "remove",
      description = {
        "Let a person log in no more. Whoever is logged in is logged out.",
        "The last account with the role system stays."
      },
      mixinStandardHelpOptions = true)
  void remove(
      @Parameters(paramLabel = "NAME", description = "Login name.") String name,
      @Mixin DataOption data)
      throws IOException {
    Accounts accounts = new Accounts(data.existing(), encoder);
    try {
      accounts.remove(name);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(e.getMessage(), e);
    }
    spec.commandLine().getOut().println(name + " may log in no more");
  }

  @Command(name = "list", description = "List the accounts.", mixinStandardHelpOptions = true)
  void list(@Mixin DataOption data) throws IOException {
    List<Account> accounts = new Accounts(data.existing(), encoder).all();
    if (accounts.isEmpty()) {
      spec.commandLine().getErr().println("no accounts in " + data.dir() + "; `user add` adds one");
    }
    for (Account account : accounts) {
      String actor = account.actor() == null ? "" : "  " + account.actor();
      spec.commandLine()
          .getOut()
          .println(account.name() + "  " + String.join(",", account.roleLabels()) + actor);
    }
  }

  /** A role as it is written in {@code users.yaml}. */
  static final class RoleName implements ITypeConverter<AccountRole> {
    @Override
    public AccountRole convert(String text) {
      return AccountRole.of(text.toLowerCase(Locale.ROOT))
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of "
                          + String.join(", ", new All())
                          + ", not \""
                          + text
                          + "\""));
    }

    /** The roles that there are. */
    static final class All extends ArrayList<String> {
      private static final long serialVersionUID = 1;

      All() {
        super(Stream.of(AccountRole.values()).map(AccountRole::label).toList());
      }
    }
  }
}
