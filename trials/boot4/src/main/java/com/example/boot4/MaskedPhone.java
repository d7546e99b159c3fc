package com.example.boot4;

final class MaskedPhone {
  private MaskedPhone() {}

  /** Writes 15400001234 as 154****1234. */
  static String mask(String phone) {
    return phone.substring(0, 3) + "****" + phone.substring(7);
  }
}
