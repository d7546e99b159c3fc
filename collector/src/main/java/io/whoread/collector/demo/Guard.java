package io.whoread.collector.demo;

import io.whoread.collector.log.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person writes into the files of a new service and of its collector: which classes of the
 * shop are personal and how its people are told apart; and who works when.
 */
final class Guard {
  /** Begins what was filled in: all behind it is written anew at each start. */
  private static final String MARK = "# --- filled in for the demo's shop ---";

  private static final String SHOP =
      """

      zone: Asia/Shanghai

      actors: [spring-security]

      roles:
        - {role: staff, authority: ROLE_STAFF}
        - {role: seller, authority: ROLE_SELLER}
        - {role: courier, authority: ROLE_COURIER}
        - {role: customer, authority: ROLE_CUSTOMER}

      forms:
        - {form: exported, operation: "GET /api/orders/export"}
        - {form: revealed, operation: "POST /api/orders/*/phone"}

      guard:
        - class: com.example.shop.order.Order
          subject: order
          id: orderNo
          links: {customer: customerId, waybill: waybillNo}
          owner: sellerId
          placed: placedAt
          status: status
          fields:
            receiverName: name
            receiverPhone: phone
            receiverAddress: address
            cardTail: card-tail
            item: purchase
            remark: free-text
        - class: com.example.shop.order.OrderRow
          subject: order
          id: orderNo
          owner: sellerId
          placed: placedAt
          status: status
          fields: {receiverName: name, receiverPhone: phone, item: purchase}
        - class: com.example.shop.order.RevealedPhone
          subject: order
          id: orderNo
          fields: {receiverPhone: phone}
        - class: com.example.shop.parcel.Parcel
          subject: order
          id: orderNo
          links: {waybill: waybillNo}
          owner: courierId
          status: status
          fields: {receiverName: name, receiverPhone: phone, receiverAddress: address}
      """;

  private static final List<String> FILLED = List.of("zone", "actors", "roles", "forms", "guard");

  private static final String RULES_HEAD =
      """
      # The demo's shop: who works when. Customer service follows the sun, parcels go out around the clock, so that at any hour
      # somebody is at work and it is night for somebody else. All else is as shipped.
      team-file: teams.csv

      roles:
        # Sellers look at their sales when they like.
        seller: {calendar: 24x7}

      calendars:
      """;

  private Guard() {}

  /**
   * Fills in what {@code service add} left to the person. Settings that stand there already are
   * taken out first: a key may stand in a file only once.
   */
  static void fillIn(Path whoreadYaml, String collector) throws IOException {
    List<String> kept = new ArrayList<>();
    boolean dropping = false;
    for (String line : Files.readAllLines(whoreadYaml)) {
      if (line.equals(MARK)) {
        break;
      }
      boolean top = !line.isBlank() && !line.startsWith(" ") && !line.startsWith("#");
      if (top && !line.startsWith("-")) {
        String key = line.substring(0, Math.max(0, line.indexOf(':')));
        dropping = FILLED.contains(key);
        if (key.equals("collector")) {
          line = "collector: " + collector;
        }
      }
      if (!dropping || line.startsWith("#")) {
        kept.add(line);
      }
    }
    Files.writeString(whoreadYaml, String.join("\n", kept) + "\n" + MARK + "\n" + SHOP);
  }

  /** Writes {@code rules.yaml} and {@code teams.csv} into the collector's folder. */
  static void writeRules(Path data, ShopBooks books) throws IOException {
    StringBuilder rules = new StringBuilder(RULES_HEAD);
    StringBuilder teams = new StringBuilder("actor,team\n");
    for (Team team : Team.ALL) {
      rules.append(
          "  %s: {days: mon-sun, hours: \"%s-%s\", zone: %s}%n"
              .formatted(team.name(), team.from(), team.to(), team.zone()));
      books.members(team).forEach(id -> teams.append(id + "," + team.name() + "\n"));
    }
    rules.append("\nteams:\n");
    for (Team team : Team.ALL) {
      rules.append("  %s: {calendar: %s}%n".formatted(team.name(), team.name()));
    }
    DataFolder.make(data);
    Files.writeString(data.resolve("teams.csv"), teams);
    Files.writeString(data.resolve("rules.yaml"), rules);
  }
}
