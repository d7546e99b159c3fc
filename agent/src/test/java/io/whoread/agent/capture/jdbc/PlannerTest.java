package io.whoread.agent.capture.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.boot.RowPlan;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Modules;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whose a row is, and what of it is personal. */
class PlannerTest {
  private static final GuardRule ORDER =
      new GuardRule(
          new Glob("a.Order"),
          new Glob("t_order*"),
          Map.of("rcv_tel", "mobile"),
          "order",
          "orderNo",
          Map.of("customer", "customerId"),
          "sellerId",
          "createdAt",
          "status",
          Map.of("mobile", "phone", "receiverName", "name"));
  private static final GuardRule CUSTOMER =
      new GuardRule(
          null,
          new Glob("t_customer"),
          Map.of(),
          "customer",
          "id",
          Map.of(),
          null,
          null,
          null,
          Map.of("email", "email", "name", "name"));
  private static final GuardRule PARCEL =
      new GuardRule(
          new Glob("a.Parcel"),
          "waybill",
          "waybillNo",
          Map.of(),
          null,
          null,
          null,
          Map.of("address", "address", "mobile", "phone"));

  private GuardedTypes types;

  private RowPlan plan(String... columns) {
    return plan(List.of(ORDER, CUSTOMER, PARCEL), columns);
  }

  /**
   * @param columns each as {@code table.column label}
   */
  private RowPlan plan(List<GuardRule> rules, String... columns) {
    Config config = new Config();
    config.guard.addAll(rules);
    types = new GuardedTypes(config, new Modules(null));
    List<Column> all =
        Arrays.stream(columns)
            .map(
                text -> {
                  String[] parts = text.split("[. ]");
                  return new Column(parts.length == 2 ? parts[1] : parts[2], parts[1], parts[0]);
                })
            .toList();
    return new Planner(config, types).plan("select ?", all);
  }

  private Set<String> kinds(RowPlan plan) {
    Set<String> kinds = new TreeSet<>();
    for (int place = 0; place < plan.size(); place++) {
      for (int bit = 0; bit < types.kinds().size(); bit++) {
        if ((plan.bit(place) >>> bit & 1) != 0) {
          kinds.add(types.kinds().name(bit));
        }
      }
    }
    return kinds;
  }

  /** As rows of countries and their zones have it, which are nobody. */
  @Test
  void oneMemberTwiceIsNotTwoPersonalThings() {
    GuardRule search =
        new GuardRule(
            new Glob("a.Search"),
            null,
            null,
            Map.of(),
            null,
            null,
            null,
            Map.of("name", "name", "email", "email"));
    assertThat(plan(List.of(search), "country.name", "zone.name")).isSameAs(RowPlan.NONE);
    assertThat(kinds(plan(List.of(search), "client.name", "client.email")))
        .containsExactly("email", "name");
  }

  @Test
  void aRowOfATableIsTheSubjectOfItsRule() {
    Plan plan =
        (Plan)
            plan(
                "T_ORDER_07.ORDER_NO",
                "t_order_07.rcv_tel phone1",
                "t_order_07.RECEIVERNAME",
                "t_order_07.customer_id",
                "t_order_07.seller_id",
                "t_order_07.remark");
    assertThat(kinds(plan)).containsExactly("name", "phone");
    assertThat(plan.subject).isEqualTo("order");
    assertThat(plan.linkKinds).containsExactly("customer");
    assertThat(Set.of(plan.id, plan.links[0], plan.owner)).hasSize(3).doesNotContain(-1);
    assertThat(plan.placed).isEqualTo(-1);
    // Of id, customer and seller, and of what is personal; the remark has none.
    assertThat(plan.size()).isEqualTo(5);
  }

  @Test
  void ofAJoinTheOtherSubjectIsALink() {
    Plan plan =
        (Plan)
            plan(
                "t_customer.id customer",
                "t_customer.email",
                "t_order.order_no",
                "t_order.rcv_tel",
                "t_order.receiver_name");
    assertThat(plan.subject).isEqualTo("order");
    assertThat(plan.linkKinds).containsExactly("customer");
    assertThat(kinds(plan)).containsExactly("email", "name", "phone");
    // Without the order's number it is the customer's row.
    Plan other = (Plan) plan("t_customer.id", "t_customer.email", "t_order.rcv_tel");
    assertThat(other.subject).isEqualTo("customer");
    assertThat(kinds(other)).containsExactly("email", "phone");
  }

  @Test
  void aRuleWithoutATableTakesARowThatLooksLikeIt() {
    Plan plan = (Plan) plan("v_parcel.waybill_no", "v_parcel.mobile");
    assertThat(plan.subject).isEqualTo("waybill");
    assertThat(plan("x.mobile")).isSameAs(RowPlan.NONE);
    assertThat(((Plan) plan("x.mobile", "x.address")).subject).isNull();
  }

  @Test
  void whatNothingIsSaidOfIsPassedOver() {
    assertThat(plan("t_product.name", "t_product.id")).isSameAs(RowPlan.NONE);
    assertThat(plan("t_order.order_no", "t_order.status")).isSameAs(RowPlan.NONE);
    assertThat(plan()).isSameAs(RowPlan.NONE);
  }

  /** A list of goods names what may be bought, a table of users of the system its staff. */
  @Test
  void whatIsNobodysIsNotTakenForAnybodys() {
    GuardRule line =
        new GuardRule(
            new Glob("a.Line"),
            "order",
            "orderId",
            Map.of(),
            null,
            null,
            null,
            Map.of("goodsName", "purchase", "skuName", "purchase"));
    assertThat(plan(List.of(line), "t_goods.goods_name", "t_goods.sku_name"))
        .isSameAs(RowPlan.NONE);
    assertThat(((Plan) plan(List.of(line), "t_x.order_id", "t_x.goods_name")).subject)
        .isEqualTo("order");
    GuardRule sms =
        new GuardRule(
            new Glob("a.Sms"),
            "customer",
            "userId",
            Map.of(),
            null,
            null,
            null,
            Map.of("mobile", "phone"));
    assertThat(((Plan) plan(List.of(sms), "t_user.user_id", "t_user.mobile")).subject)
        .isEqualTo("customer");
    assertThat(plan(List.of(sms), "tz_sys_user.user_id", "tz_sys_user.mobile"))
        .isSameAs(RowPlan.NONE);
    assertThat(plan(List.of(), "sys_user.user_name", "sys_user.mobile", "sys_user.user_id"))
        .isSameAs(RowPlan.NONE);
  }

  @Test
  void withoutRulesTheNamesTell() {
    Plan plan = (Plan) plan(List.of(), "x.ORDER_SN", "x.C7 mobile", "x.user_id", "x.qty");
    assertThat(kinds(plan)).contains("phone");
    assertThat(plan.subject).isEqualTo("order");
    assertThat(plan.linkKinds).containsExactly("customer");
    assertThat(plan(List.of(), "x.id", "x.name", "x.price")).isSameAs(RowPlan.NONE);
  }
}
