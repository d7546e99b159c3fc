package com.example.boot4;

import cn.idev.excel.FastExcel;
import cn.idev.excel.annotation.ExcelProperty;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Files to carry away. */
@Controller
@RequestMapping("/exports")
class ExportController {
  private final OrderMapper orders;

  ExportController(OrderMapper orders) {
    this.orders = orders;
  }

  @GetMapping("/orders.csv")
  ResponseEntity<byte[]> csv() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(file, false, StandardCharsets.UTF_8);
    for (Order order : orders.all()) {
      out.printf(
          "%s,%s,%s,%s%n",
          order.getOrderNo(),
          order.getReceiverName(),
          order.getReceiverPhone(),
          order.getAddress().getStreet());
    }
    out.flush();
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "text/csv;charset=UTF-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=orders.csv")
        .body(file.toByteArray());
  }

  @GetMapping("/orders.xlsx")
  @ResponseBody
  void xlsx(HttpServletResponse response) throws IOException {
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=orders.xlsx");
    FastExcel.write(response.getOutputStream(), Line.class)
        .sheet("orders")
        .doWrite(orders.all().stream().map(Line::new).toList());
  }

  /** A line of the sheet. */
  public static class Line {
    @ExcelProperty("order")
    private final String orderNo;

    @ExcelProperty("name")
    private final String receiverName;

    @ExcelProperty("phone")
    private final String receiverPhone;

    @ExcelProperty("item")
    private final String item;

    Line(Order order) {
      orderNo = order.getOrderNo();
      receiverName = order.getReceiverName();
      receiverPhone = MaskedPhone.mask(order.getReceiverPhone());
      item = order.getItem();
    }

    public String getOrderNo() {
      return orderNo;
    }

    public String getReceiverName() {
      return receiverName;
    }

    public String getReceiverPhone() {
      return receiverPhone;
    }

    public String getItem() {
      return item;
    }
  }
}
