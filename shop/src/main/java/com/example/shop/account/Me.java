package com.example.shop.account;

import java.util.List;

/** Who is logged in. */
record Me(String username, List<String> authorities) {}
