package io.whoread.agent.capture.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {
  /**
   * A page asks for twenty addresses one by one, and the garbage collector may not come for long.
   */
  @Test
  void whatIsClosedTakesNoRoom() {
    Statements statements = new Statements();
    List<Object> alive = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      Object statement = new Object();
      alive.add(statement);
      statements.put(statement, "select " + i);
      assertThat(statements.get(statement)).isEqualTo("select " + i);
      statements.remove(statement);
      assertThat(statements.get(statement)).isNull();
    }
  }
}
