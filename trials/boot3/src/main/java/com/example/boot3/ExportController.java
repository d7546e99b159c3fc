package com.example.boot3;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Files to carry away. */
@Controller
@RequestMapping("/exports")
class ExportController {
  private final Orders orders;

  ExportController(Orders orders) {
    this.orders = orders;
  }

  @GetMapping("/orders.csv")
  ResponseEntity<StreamingResponseBody> csv() {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "text/csv;charset=UTF-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=orders.csv")
        .body(this::write);
  }

  private void write(OutputStream to) {
    PrintWriter out = new PrintWriter(to, false, StandardCharsets.UTF_8);
    out.println("order,name,phone,street");
    for (Order order : all()) {
      out.println(
          String.join(
              ",",
              order.getOrderNo(),
              order.getReceiverName(),
              order.getReceiverPhone(),
              order.getAddress().getStreet()));
    }
    out.flush();
  }

  @GetMapping("/orders.xlsx")
  @ResponseBody
  void xlsx(HttpServletResponse response) throws IOException {
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=orders.xlsx");
    try (Workbook book = new SXSSFWorkbook(100)) {
      Sheet sheet = book.createSheet();
      for (Order order : all()) {
        Row row = sheet.createRow(sheet.getLastRowNum() + 1);
        row.createCell(0).setCellValue(order.getOrderNo());
        row.createCell(1).setCellValue(order.getReceiverName());
        row.createCell(2).setCellValue(MaskedPhone.mask(order.getReceiverPhone()));
        row.createCell(3).setCellValue(order.getItem());
      }
      book.write(response.getOutputStream());
    }
  }

  private List<Order> all() {
    return orders.findAll(Sort.by("orderNo"));
  }
}
