package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import cn.idev.excel.FastExcel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What the shop does on every database, seen over HTTP. */
abstract class ShopContract {
  @TempDir Path inventory;
  private ConfigurableApplicationContext shop;
  private int port;

  /** {@code spring.datasource.*} of an empty database. */
  abstract List<String> dataSource();

  @BeforeEach
  void start() throws Exception {
    List<String> arguments = new ArrayList<>(dataSource());
    arguments.add("--server.port=0");
    arguments.add("--shop.world.orders=3000");
    arguments.add("--shop.world.until=2026-06-10T12:00:00Z");
    arguments.add("--shop.world.inventory=" + inventory);
    shop = SpringApplication.run(ShopApplication.class, arguments.toArray(new String[0]));
    port = ((ServletWebServerApplicationContext) shop).getWebServer().getPort();
  }

  @AfterEach
  void stop() throws Exception {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void servesEverybodyWhatTheirWorkNeeds() throws Exception {
    staffListsSearchesOpensRevealsAndExports();
    couriersSeeTheirParcelsAndMayOpenAnyOther();
    sellersAndCustomersSeeTheirOwn();
    strangersSeeNothing();
  }

  private void staffListsSearchesOpensRevealsAndExports() throws Exception {
    Browser staff = Browser.loggedIn(port, "E1001");
    assertThat(staff.json("/api/me").get("authorities").toString())
        .contains("ROLE_STAFF", "TEAM_cs-shanghai");

    JsonNode page = staff.json("/api/orders?page=1&size=50");
    assertThat(page.get("total").asLong()).isEqualTo(3000);
    assertThat(page.get("orders")).hasSize(50);
    assertThat(page.get("orders"))
        .allSatisfy(
            order -> assertThat(order.get("receiverPhone").asText()).matches("154\\*{4}\\d{4}"));

    String orderNo = page.at("/orders/7/orderNo").asText();
    JsonNode detail = staff.json("/api/orders/" + orderNo);
    assertThat(detail.get("receiverAddress").asText()).contains("市").endsWith("室");
    assertThat(detail.get("receiverPhone").asText()).matches("154\\*{4}\\d{4}");
    assertThat(staff.json("/api/orders?q=" + orderNo).get("total").asLong()).isEqualTo(1);
    String tail = detail.get("receiverPhone").asText().substring(7);
    assertThat(staff.json("/api/orders?q=" + tail).at("/orders").findValuesAsText("receiverPhone"))
        .isNotEmpty()
        .allMatch(phone -> phone.endsWith(tail));
    assertThat(staff.json("/api/orders?status=DELIVERING").at("/orders").findValuesAsText("status"))
        .isNotEmpty()
        .containsOnly("DELIVERING");

    HttpResponse<byte[]> revealed = staff.post("/api/orders/" + orderNo + "/phone", "");
    assertThat(revealed.statusCode()).isEqualTo(200);
    assertThat(Browser.parse(revealed).get("receiverPhone").asText())
        .matches("1540000\\d{4}")
        .endsWith(tail);

    List<Map<Integer, String>> sheet =
        FastExcel.read(
                new ByteArrayInputStream(
                    staff.get("/api/orders/export?from=2026-06-01&to=2026-06-03").body()))
            .sheet()
            .headRowNumber(0)
            .doReadSync();
    assertThat(sheet.get(0)).containsValues("订单号", "收件人", "手机", "地址", "卡尾号");
    assertThat(sheet.size() - 1L)
        .isPositive()
        .isEqualTo(
            orders("2026-06-01").count()
                + orders("2026-06-02").count()
                + orders("2026-06-03").count());
    assertThat(sheet.subList(1, sheet.size()))
        .allSatisfy(row -> assertThat(row.get(5)).matches("1540000\\d{4}"));
  }

  private void couriersSeeTheirParcelsAndMayOpenAnyOther() throws Exception {
    String id =
        rows("orders.csv")
            .filter(row -> row.get("status").equals("DELIVERING"))
            .findFirst()
            .orElseThrow()
            .get("courier");
    Browser courier = Browser.loggedIn(port, id);
    assertThat(courier.json("/api/courier/parcels").findValuesAsText("courierId"))
        .isNotEmpty()
        .containsOnly(id);
    String foreign =
        rows("orders.csv")
            .filter(row -> !row.get("courier").equals(id))
            .findFirst()
            .orElseThrow()
            .get("waybill");
    JsonNode parcel = courier.json("/api/courier/parcels/" + foreign);
    assertThat(parcel.get("courierId").asText()).isNotEqualTo(id);
    assertThat(parcel.get("receiverPhone").asText()).matches("1540000\\d{4}");
    assertThat(courier.get("/api/courier/parcels/WB0").statusCode()).isEqualTo(404);
    assertThat(courier.get("/api/orders").statusCode()).isEqualTo(403);
  }

  private void sellersAndCustomersSeeTheirOwn() throws Exception {
    Map<String, String> order = rows("orders.csv").findFirst().orElseThrow();
    Browser seller = Browser.loggedIn(port, order.get("seller"));
    assertThat(
            seller.json("/api/seller/orders?size=100").at("/orders").findValuesAsText("sellerId"))
        .isNotEmpty()
        .containsOnly(order.get("seller"));
    String own = "/api/seller/orders/" + order.get("order_no");
    assertThat(seller.get(own).statusCode()).isEqualTo(200);
    String other = order.get("seller").equals("S1001") ? "S1002" : "S1001";
    assertThat(Browser.loggedIn(port, other).get(own).statusCode()).isEqualTo(404);

    Browser customer = Browser.loggedIn(port, order.get("customer"));
    assertThat(customer.json("/api/my/orders").at("/orders").findValuesAsText("orderNo"))
        .contains(order.get("order_no"));
  }

  private void strangersSeeNothing() throws Exception {
    Browser stranger = new Browser(port);
    assertThat(stranger.get("/").statusCode()).isEqualTo(200);
    assertThat(stranger.get("/api/orders").statusCode()).isEqualTo(401);
    assertThat(stranger.logIn("E1001", "wrong")).isEqualTo(401);

    String number = rows("orders.csv").findFirst().orElseThrow().get("order_no");
    Browser staff = Browser.loggedIn(port, "E1001");
    assertThat(
            staff
                .send(
                    staff
                        .request("/api/orders/" + number + "/phone")
                        .POST(BodyPublishers.noBody())
                        .build())
                .statusCode())
        .as("a session's POST without a CSRF token")
        .isEqualTo(403);

    String basic = Base64.getEncoder().encodeToString("E1001:shop".getBytes());
    HttpResponse<byte[]> answer =
        stranger.send(
            stranger
                .request("/api/orders/" + number + "/phone")
                .header("Authorization", "Basic " + basic)
                .POST(BodyPublishers.noBody())
                .build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
  }

  private Stream<Map<String, String>> orders(String day) throws Exception {
    return rows("orders.csv").filter(row -> row.get("placed_at").startsWith(day));
  }

  private Stream<Map<String, String>> rows(String file) throws Exception {
    List<String> lines = Files.readAllLines(inventory.resolve(file));
    List<String> head = Arrays.asList(lines.get(0).split(","));
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.split(",", -1);
              Map<String, String> row = new LinkedHashMap<>();
              for (int i = 0; i < cells.length; i++) {
                row.put(head.get(i), cells[i]);
              }
              return row;
            });
  }
}
