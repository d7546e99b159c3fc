package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.v1.Form;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which form an operation shows data, by what its route is called. */
class OperationsTest {
  private final Operations operations = new Operations(Collections.emptyList());

  @ParameterizedTest
  @CsvSource({
    "GET /orders/{id}, 1, OPENED",
    "GET /orders/{id}, 20, LISTED",
    "GET /orders, 1, LISTED",
    "GET /order/soldExcel, 6, EXPORTED",
    "GET /order/waitingShipmentExcel, 6, EXPORTED",
    "POST /orderExport, 6, EXPORTED",
    "GET /order/printLabel, 1, PRINTED",
    "GET /order/waybillPrint, 1, PRINTED",
    "GET /user/phonePlain, 1, REVEALED",
    "GET /orderDetail, 1, OPENED",
    "GET /userList, 3, LISTED",
    "GET /complaints/{id}, 1, OPENED",
  })
  void words(String operation, int subjects, String form) {
    assertThat(Form.forNumber(operations.form(operation, subjects)))
        .isEqualTo(Form.valueOf("FORM_" + form));
  }
}
