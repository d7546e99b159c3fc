package com.example.boot2;

import com.alibaba.excel.EasyExcel;
import com.alibaba.excel.annotation.ExcelProperty;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Files to carry away. */
@Controller
@RequestMapping("/exports")
class ExportController {
  private final Orders orders;

  ExportController(Orders orders) {
    this.orders = orders;
  }

  /** As spreadsheets in China open it. */
  @GetMapping("/orders.csv")
  @ResponseBody
  void csv(HttpServletResponse response) throws IOException {
    response.setContentType("text/csv;charset=GBK");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=orders.csv");
    try (Writer out =
        new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), "GBK"))) {
      for (Order order : orders.all()) {
        out.write(order.getOrderNo());
        out.write(',');
        out.write(order.getReceiverName());
        out.write(',');
        out.write(order.getReceiverPhone());
        out.write(',');
        out.write(order.getAddress().getStreet());
        out.write('\n');
      }
    }
  }

  @GetMapping("/orders.xlsx")
  @ResponseBody
  void xlsx(HttpServletResponse response) throws IOException {
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=orders.xlsx");
    List<Line> lines = new ArrayList<>();
    for (Order order : orders.all()) {
      lines.add(new Line(order));
    }
    EasyExcel.write(response.getOutputStream(), Line.class).sheet("orders").doWrite(lines);
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
