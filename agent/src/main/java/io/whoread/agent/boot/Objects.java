package io.whoread.agent.boot;

import java.util.Map;

/** What the agent knows of the objects that are read and written, as seen from hooked classes. */
public interface Objects {
  /** Touches the ledger, for all that is personal in an object, as read by a framework. */
  void seen(Ledger ledger, Object bean) throws IllegalAccessException;

  /**
   * @param ledger null for a request for which none could be had
   */
  boolean propertyBegin(Ledger ledger, Object bean, String member, Object writer);

  /** Number of the channel that a message's body leaves through. */
  int messageChannel(Object message);

  /** Notes what was written of a property, after having read its object's id by reflection. */
  void noteProperty(Ledger ledger, int at) throws IllegalAccessException;

  /** Touches the ledger after having read the object's id by reflection. */
  void touchedElsewhere(Ledger ledger, Object self, int site) throws IllegalAccessException;

  /** As {@link #touchedElsewhere}, for an accessor of a class that guarded ones extend. */
  void touchedInherited(Ledger ledger, Object self, String accessor) throws IllegalAccessException;

  /** As {@link #touchedElsewhere}, for a field that is read without an accessor. */
  void touchedField(Ledger ledger, Object self, String field) throws IllegalAccessException;

  /** Touches the ledger for a member of an interface that stands for a row. */
  void projected(Ledger ledger, Map<?, ?> row, Object invocation)
      throws ReflectiveOperationException;

  /**
   * Notes owner, status, day and links of an entry's object, read by field, and whose type and id
   * they are of: those of the object's own class, whichever class the accessor was declared in.
   */
  void facts(Ledger ledger, int entry) throws IllegalAccessException;
}
