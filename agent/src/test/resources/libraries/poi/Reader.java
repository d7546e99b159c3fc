import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    if (how.equals("many")) {
      many(Integer.parseInt(order.getOrderNo().substring(2)), response.getOutputStream());
      return;
    }
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    try (Workbook book = book(how)) {
      Row row = book.createSheet().createRow(0);
      row.createCell(0).setCellValue(order.getOrderNo());
      row.createCell(1)
          .setCellValue(book.getCreationHelper().createRichTextString(order.getAddress()));
      String mobile = order.getMobile();
      if (how.equals("masked")) {
        row.createCell(2).setCellValue(mobile.substring(0, 3) + "****" + mobile.substring(7));
      } else {
        row.createCell(2).setCellValue((double) Long.parseLong(mobile));
      }
      book.write(response.getOutputStream());
    }
  }

  /** As reports do: each row is read as it is written. */
  private static void many(int rows, OutputStream to) throws IOException {
    try (SXSSFWorkbook book = new SXSSFWorkbook(100)) {
      Sheet sheet = book.createSheet();
      for (int i = 0; i < rows; i++) {
        Order each = Order.of(i);
        Row row = sheet.createRow(i);
        row.createCell(0).setCellValue(each.getOrderNo());
        row.createCell(1).setCellValue(each.getReceiverName());
        row.createCell(2).setCellValue(each.getMobile());
        row.createCell(3).setCellValue(each.getAddress());
      }
      book.write(to);
      book.dispose();
    }
  }

  private static Workbook book(String how) {
    switch (how) {
      case "xls":
        return new HSSFWorkbook();
      case "xlsx":
        return new XSSFWorkbook();
      default:
        return new SXSSFWorkbook();
    }
  }
}
