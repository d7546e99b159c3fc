package com.example.boot2;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;

interface ParcelMapper extends BaseMapper<Parcel> {}
