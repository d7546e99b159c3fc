package io.whoread.agent.capture.sink;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.LibraryHook;
import io.whoread.record.v1.Channel;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Excel files, cell by cell: in the file itself, which is packed, no value is found. EasyExcel,
 * FastExcel and hutool write through POI.
 */
public final class Exports {
  private static final int EXPORT = Channel.CHANNEL_EXPORT_VALUE;

  private static final String POI = "org.apache.poi.";

  private static final String[] CELLS = {
    "xssf.usermodel.XSSFCell", "xssf.streaming.SXSSFCell", "hssf.usermodel.HSSFCell"
  };

  private Exports() {}

  public static List<LibraryHook> all() {
    return Arrays.asList(poi(), fastexcel());
  }

  private static LibraryHook poi() {
    LibraryHook poi = new LibraryHook("poi");
    for (String cell : CELLS) {
      poi.leaves(POI + cell, EXPORT, value().and(plain()));
      poi.at(
          POI + cell,
          "io.whoread.agent.capture.sink.RichTextAdvice",
          EXPORT,
          value().and(takesArgument(0, named(POI + "ss.usermodel.RichTextString"))));
    }
    // The cells of a streamed workbook are put by in a file.
    poi.within(POI + "xssf.streaming.SheetDataWriter", Sinks.NOWHERE, named("writeRow"));
    return poi;
  }

  private static ElementMatcher.Junction<MethodDescription> value() {
    return named("setCellValue").or(named("setCellValueImpl")).and(not(isAbstract()));
  }

  private static ElementMatcher.Junction<MethodDescription> plain() {
    return takesArgument(0, String.class).or(takesArgument(0, double.class));
  }

  /** Of org.dhatim; what Alibaba's was renamed to is another one. */
  private static LibraryHook fastexcel() {
    return new LibraryHook("fastexcel")
        .at(
            "org.dhatim.fastexcel.Worksheet",
            "io.whoread.agent.capture.sink.CellAdvice",
            EXPORT,
            named("value")
                .or(named("inlineString"))
                .and(takesArguments(3))
                .and(takesArgument(2, String.class).or(takesArgument(2, Number.class))));
  }
}
