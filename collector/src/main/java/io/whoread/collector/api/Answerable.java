package io.whoread.collector.api;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.log.v1.Person;
import io.whoread.collector.people.People;
import java.util.List;
import java.util.Optional;

/**
 * Who can say something of an alert's reads: the person that it is on, whose accounts the accounts'
 * list and the register of people name, and the manager that the register names.
 */
final class Answerable {
  private final Accounts accounts;
  private final People people;

  Answerable(Accounts accounts, People people) {
    this.accounts = accounts;
    this.people = people;
  }

  /** Accounts of the person that an alert is on. */
  List<String> themselves(Alert alert) {
    return accounts.all().stream()
        .filter(account -> isOn(alert, account))
        .map(Account::name)
        .toList();
  }

  /** The account of the person's manager; empty where none is known, or it is their own. */
  Optional<String> manager(Alert alert) {
    return registered(alert.getRole(), alert.getActor())
        .map(Person::getManager)
        .flatMap(accounts::find)
        .filter(account -> !isOn(alert, account))
        .map(Account::name);
  }

  /** Whether an account is that of the person that an alert is on. */
  boolean isOn(Alert alert, Account account) {
    return is(alert.getRole(), alert.getActor(), account);
  }

  /** Whether an account is an actor's. */
  boolean is(String role, String actor, Account account) {
    ActorId own = account.actor();
    return own != null && own.id().equals(actor) && own.role().equals(role)
        || registered(role, actor)
            .filter(person -> person.getAccount().equals(account.name()))
            .isPresent();
  }

  private Optional<Person> registered(String role, String actor) {
    return people.register().find(role, actor);
  }
}
