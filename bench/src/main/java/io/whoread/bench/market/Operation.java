package io.whoread.bench.market;

import static io.whoread.record.v1.Form.FORM_API;
import static io.whoread.record.v1.Form.FORM_EXPORTED;
import static io.whoread.record.v1.Form.FORM_JOB;
import static io.whoread.record.v1.Form.FORM_LISTED;
import static io.whoread.record.v1.Form.FORM_OPENED;
import static io.whoread.record.v1.Form.FORM_PRINTED;
import static io.whoread.record.v1.Form.FORM_REVEALED;

import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Form;
import java.util.List;

/** What the marketplace's services can be asked for, and what then leaves in plain and masked. */
enum Operation {
  TICKET_QUEUE("desk", "GET /tickets", FORM_LISTED, "", "name;phone"),
  ORDER_SEARCH("desk", "GET /orders", FORM_LISTED, "", "name;phone;address"),
  ORDER_OPEN("desk", "GET /orders/{id}", FORM_OPENED, "name;address", "phone"),
  ORDER_REVEAL("desk", "POST /orders/{id}/phone", FORM_REVEALED, "phone", ""),
  ORDER_EXPORT("desk", "GET /orders/export", FORM_EXPORTED, "name;phone;address", ""),
  RETURN_OPEN("desk", "GET /returns/{id}", FORM_OPENED, "name;address", "phone"),
  PICK_LIST("warehouse", "GET /waves/{id}", FORM_LISTED, "", "name"),
  PICK_OPEN("warehouse", "GET /picks/{id}", FORM_OPENED, "name;address", "phone"),
  WAYBILL_PRINT("warehouse", "POST /waybills/{id}", FORM_PRINTED, "name;phone;address", ""),
  REFUND_OPEN("finance", "GET /refunds/{id}", FORM_OPENED, "name", "card tail"),
  SETTLEMENT_EXPORT("finance", "GET /settlements/export", FORM_EXPORTED, "name", "card tail"),
  SHOP_LIST("seller-center", "GET /shop/orders", FORM_LISTED, "", "name;phone;address"),
  SHOP_OPEN("seller-center", "GET /shop/orders/{id}", FORM_OPENED, "name;address", "phone"),
  SHOP_PRINT("seller-center", "POST /shop/waybills/{id}", FORM_PRINTED, "name;phone;address", ""),
  SHOP_EXPORT("seller-center", "GET /shop/orders/export", FORM_EXPORTED, "name;address", "phone"),
  ROUND_LIST("courier-app", "GET /rounds/today", FORM_LISTED, "name;address", "phone"),
  PARCEL_OPEN("courier-app", "GET /parcels/{waybill}", FORM_OPENED, "name;address", "phone"),
  PARCEL_CALL("courier-app", "POST /parcels/{waybill}/call", FORM_REVEALED, "phone", ""),
  CART_PAID("shop-app", "POST /my/orders", FORM_OPENED, "name;phone;address", ""),
  MY_LIST("shop-app", "GET /my/orders", FORM_LISTED, "name", "phone;address"),
  MY_OPEN("shop-app", "GET /my/orders/{id}", FORM_OPENED, "name;phone;address", ""),
  SETTLE("batch", "settle", FORM_JOB, "", ""),
  NOTIFY("batch", "notify", FORM_API, "phone", "");

  final String service;
  final String route;
  final Form form;
  final List<String> plain;
  final List<String> masked;

  Operation(String service, String route, Form form, String plain, String masked) {
    this.service = service;
    this.route = route;
    this.form = form;
    this.plain = words(plain);
    this.masked = words(masked);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(";"));
  }

  Channel channel() {
    return switch (form) {
      case FORM_EXPORTED -> Channel.CHANNEL_EXPORT;
      case FORM_API -> Channel.CHANNEL_RPC;
      default -> Channel.CHANNEL_RESPONSE;
    };
  }

  /** Whose the subjects are is told as the courier here, and as the shop elsewhere. */
  boolean ofCouriers() {
    return service.equals("courier-app");
  }
}
