package com.example.shop.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What a world consists of, in numbers and ids: nothing in it is personal. */
final class Inventory {
  private final World world;

  Inventory(World world) {
    this.world = world;
  }

  /** Each file appears whole or not at all. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    write(
        folder.resolve("orders.csv"),
        "order_no,placed_at,customer,seller,waybill,courier,handed_out_at,status",
        world.sales().stream().map(Inventory::line).toList());
    write(
        folder.resolve("accounts.csv"),
        "username,kind,team",
        world.people().stream().map(Inventory::line).toList());
  }

  private static void write(Path file, String head, List<String> lines) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, Stream.concat(Stream.of(head), lines.stream()).toList());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String line(Sale sale) {
    return String.join(
        ",",
        sale.orderNo(),
        sale.placedAt().atZone(World.ZONE).toOffsetDateTime().toString(),
        sale.buyer().id(),
        sale.sellerId(),
        sale.waybillNo(),
        sale.courierId(),
        sale.handedOutAt().atZone(World.ZONE).toOffsetDateTime().toString(),
        sale.status());
  }

  private static String line(Person person) {
    return String.join(
        ",", person.username(), person.kind().name(), person.team() == null ? "" : person.team());
  }
}
