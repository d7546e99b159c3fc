package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.scope.Desk.Copy;
import io.whoread.agent.scope.Desk.Item;
import io.whoread.agent.scope.Desk.Order;
import io.whoread.agent.scope.Desk.Slip;
import io.whoread.record.v1.Channel;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whose what was read is, and what of it leaves. */
class SubjectsTest {
  private static final int RESPONSE = Channel.CHANNEL_RESPONSE_VALUE;

  private final Desk desk = new Desk();

  @Example
  void anOrderAndWhatKnowsItByItsRowAreOne() {
    desk.reads(new Order("SO1", "17", "13800001111")).reads(new Item("17", "13800002222"));
    assertThat(ids(desk.news())).containsExactly("SO1");
  }

  @Example
  void soAreTwoObjectsThatNameBothNumbers() {
    desk.reads(new Order("SO1", "17", "13800001111")).reads(new Copy("17", "SO1", "13800002222"));
    assertThat(ids(desk.news())).containsExactly("SO1");
  }

  /** Somebody took the link for one to the order that this one was split from. */
  @Example
  void anOrderAndTheOneThatItNamesAreTwo() {
    desk.reads(new Order("SO1", null, "13800001111")).reads(new Order("SO2", "SO1", "13800002222"));
    assertThat(ids(desk.news())).containsExactly("SO1", "SO2");
  }

  private static List<String> ids(Subjects.News news) {
    return news.subjects.stream().map(sum -> sum.id).toList();
  }

  /** What is read of a row is counted once, however often an interface is put before it. */
  @Example
  void aRowIsOneWhateverShowsIt() {
    Map<String, String> row = new HashMap<>(Map.of("mobile", "13800001111"));
    Map<String, String> equal = new HashMap<>(row);
    desk.reads(row).reads(equal).reads(row).absorbs().reads(row);
    assertThat(desk.news().unattributed).hasSize(2);
  }

  /** An object is of the one order that holds it; what two hold, or none, is nobody's. */
  @Property(tries = 200)
  void whatOneHoldsIsItsOwn(
      @ForAll @Size(min = 1, max = 6) List<@Size(max = 5) Set<@IntRange(max = 7) Integer>> held) {
    Desk own = new Desk();
    List<Slip> slips = new ArrayList<>();
    for (int i = 0; i <= 7; i++) {
      slips.add(new Slip("Lane " + i));
      own.reads(slips.get(i));
    }
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      Order order = new Order("SO" + i, null, "1380000111" + i);
      held.get(i).forEach(slip -> order.within.add(slips.get(slip)));
      orders.add(order);
      own.reads(order);
    }
    Set<String> hold = new TreeSet<>();
    int nobodys = 0;
    for (int slip = 0; slip <= 7; slip++) {
      List<String> holders = new ArrayList<>();
      for (int i = 0; i < held.size(); i++) {
        if (held.get(i).contains(slip)) {
          holders.add("SO" + i);
        }
      }
      nobodys += holders.size() == 1 ? 0 : 1;
      hold.addAll(holders.size() == 1 ? holders : List.of());
    }
    Subjects.News news = own.news();
    assertThat(news.unattributed).hasSize(nobodys);
    long address = 1L << own.bit(Slip.class);
    Set<String> told = new TreeSet<>();
    for (Sum sum : news.subjects) {
      if ((sum.exposure(null).touched & address) != 0) {
        told.add(sum.id);
      }
    }
    assertThat(told).isEqualTo(hold);
  }

  @Example
  void whatKeepsItsElementsItselfIsLookedInto() {
    List<Function<Slip, Object>> ways =
        List.of(
            slip -> slip,
            slip -> new ArrayList<>(List.of(slip)),
            slip -> new ArrayList<>(List.of("", slip)).subList(1, 2),
            slip -> Arrays.asList(slip, null),
            slip -> List.of(slip),
            slip -> List.of("", slip).subList(0, 2),
            Collections::singleton,
            slip -> new Slip[] {slip},
            slip -> Map.of("", slip),
            slip -> new HashMap<>(Map.of("", slip)).values());
    for (Function<Slip, Object> way : ways) {
      Desk own = new Desk();
      Slip slip = new Slip("Lane 1");
      Order order = new Order("SO1", null, "13800001111");
      order.kept = way.apply(slip);
      assertThat(own.reads(order).reads(slip).news().unattributed)
          .as(order.kept.getClass().getName())
          .isEmpty();
    }
  }

  /** Such as Hibernate's, which goes to the database when it is asked for the first time. */
  private static final class Lazy extends AbstractList<Object> {
    boolean asked;

    @Override
    public Object get(int index) {
      asked = true;
      throw new IllegalStateException("loaded");
    }

    @Override
    public int size() {
      asked = true;
      return 0;
    }
  }

  @Example
  void whatMayLoadIsNotAsked() {
    List<Function<List<Object>, Collection<Object>>> ways =
        List.of(
            list -> list,
            Collections::unmodifiableList,
            Collections::unmodifiableCollection,
            Collections::synchronizedList,
            list -> Collections.checkedList(list, Object.class),
            list -> Collections.unmodifiableList(Collections.synchronizedList(list)));
    for (Function<List<Object>, Collection<Object>> way : ways) {
      Desk own = new Desk();
      Lazy lazy = new Lazy();
      Order order = new Order("SO1", null, "13800001111");
      order.kept = way.apply(lazy);
      own.reads(order).reads(new Slip("Lane 1")).news();
      assertThat(lazy.asked).as(order.kept.getClass().getName()).isFalse();
    }
  }

  @Example
  void aLookEndsHoweverMuchThereIs() {
    Order order = new Order("SO1", null, "13800001111");
    for (int i = 0; i < 1_000; i++) {
      Slip slip = new Slip("Lane " + i);
      order.within.add(slip);
      for (int j = 0; j < 1_000; j++) {
        slip.more.add(order.within.get(i / 2));
      }
    }
    int[] met = {0};
    new Holders(desk.types).within(order, held -> met[0]++);
    assertThat(met[0]).isBetween(1_000, 4_096);
  }

  /** A request that reads the same for hours, and writes nothing. */
  @Example
  void whatIsToBeLookedForDoesNotGrowWithReads() throws ReflectiveOperationException {
    Order order = new Order("SO1", null, "13800001111");
    desk.reads(order).absorbs().subjects.search("13800001111".toCharArray(), RESPONSE);
    for (int i = 0; i < 1_000; i++) {
      desk.reads(i % 2 == 0 ? order : new Order("SO1", null, "13800002222")).absorbs();
    }
    assertThat((List<?>) in(in(desk.subjects, "echo"), "unlooked")).hasSize(1);
    desk.subjects.search("13800002222".toCharArray(), RESPONSE);
    assertThat(plain(desk, 0)).isTrue();
  }

  private static Object in(Object of, String field) throws ReflectiveOperationException {
    Field found = of.getClass().getDeclaredField(field);
    found.setAccessible(true);
    return found.get(of);
  }

  /** Whether the phone of the subject at a place left in plain. */
  private static boolean plain(Desk desk, int at) {
    Sum sum = desk.news().subjects.get(at);
    return (sum.plain(RESPONSE) >>> desk.bit(Order.class) & 1) != 0;
  }

  /** Whatever stands around it, wherever buffers end, and what the text is written in. */
  @Property(tries = 300)
  void whatIsWrittenIsFoundAndNothingElse(
      @ForAll("values") String written,
      @ForAll("values") String other,
      @ForAll("values") String around,
      @ForAll("charsets") String charset,
      @ForAll long cuts) {
    String text = around + "," + written + "\n" + around;
    Assume.that(!text.contains(other));
    Desk own = new Desk();
    own.reads(new Order("SO-A", null, written)).reads(new Order("SO-B", null, other)).absorbs();
    byte[] bytes = text.getBytes(Charset.forName(charset));
    ResponseText pieces = new ResponseText(Charset.forName(charset));
    Random random = new Random(cuts);
    for (int at = 0, end; at < bytes.length; at = end) {
      end = Math.min(bytes.length, at + 1 + random.nextInt(bytes.length));
      own.subjects.search(pieces.next(ByteBuffer.wrap(bytes, at, end - at)), RESPONSE);
    }
    Subjects.News news = own.news();
    long phone = 1L << own.bit(Order.class);
    assertThat(news.subjects.get(0).plain(RESPONSE) & phone).isEqualTo(phone);
    assertThat(news.subjects.get(1).plain(RESPONSE) & phone).isZero();
  }

  @Provide
  Arbitrary<String> charsets() {
    return Arbitraries.of("UTF-8", "GBK", "UTF-16", "UTF-16LE");
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.strings().numeric().ofMinLength(4).ofMaxLength(18),
        Arbitraries.strings().withChars("张王李赵路号楼省市区街道桥东西南北").ofMinLength(2).ofMaxLength(40));
  }
}
