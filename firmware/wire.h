/*
 * wire.h: WIRE version 1 (see WIRE.md beside this file) for firmware in C: ESP-IDF, STM32 HAL, Zephyr, plain Linux.
 *
 * One header, C99, nothing but the standard's own headers, no allocation, no global state, no floating point. Decoders are pure: bytes in, message or a
 * named rejection out; a rejection leaves the message as it was. What wire_check refuses is never written.
 *
 *     static uint8_t out[WIRE_MAX_LINK];
 *     wire_header header = { .type = WIRE_TEMPERATURE, .stream = 6, .board = 1, .boot = boot, .sequence = sequence++, .time_us = now, .uncertainty_us = 500 };
 *     wire_message message = { .as.scalar = { .value = 2150, .scale = { 1, -2, WIRE_DEGREE_CELSIUS } } };
 *     uart_write(out, wire_encode_for_link(&header, &message, out, sizeof out));
 *
 *     static uint8_t in[WIRE_MAX_LINK - 1];
 *     wire_receiver receiver = { .buffer = in, .capacity = sizeof in };
 *     if (wire_receive(&receiver, byte) == WIRE_FRAME) { ... receiver.header, wire_decode(in, receiver.length, &message) ... }
 *
 * A message is zeroed once before its first use. Arrays (image, tactile, grid, layout, joints, detections, configuration) are the caller's: set
 * the pointers and the capacity before decoding.
 */
#ifndef EDGEAI_WIRE_H
#define EDGEAI_WIRE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WIRE_VERSION 1
#define WIRE_HEADER_LENGTH 24
#define WIRE_MIN_FRAME 28
#define WIRE_MAX_FRAME 4096
#define WIRE_MAX_LINK 4114
#define WIRE_MAX_48 0xFFFFFFFFFFFFu
#define WIRE_LATEST_NS (UINT64_C(0xFFFFFFFFFFFF) * 1000u)
#define WIRE_MAX_SAMPLES 1024
#define WIRE_MAX_TAXELS 512
#define WIRE_MAX_LAYOUT_TAXELS 256
#define WIRE_MAX_CLASSES 32
#define WIRE_MAX_JOINTS 64
#define WIRE_MAX_DETECTIONS 64
#define WIRE_MAX_STREAMS 254
#define WIRE_MAX_PIECE 1024
#define WIRE_EVERY_BOARD 65535u
#define WIRE_HOUSEKEEPING 255u
#define WIRE_UNKNOWN_UNCERTAINTY 0xFFFFFFFFu

/* WIRE.md, "Rejections". WIRE_FRAME and WIRE_NOTHING are wire_receive's own and never on the wire. */
typedef enum wire_status {
    WIRE_OK = 0, WIRE_TOO_SHORT = 1, WIRE_TOO_LONG = 2, WIRE_BAD_COBS = 3, WIRE_BAD_CRC = 4, WIRE_UNKNOWN_VERSION = 5, WIRE_UNKNOWN_TYPE = 6,
    WIRE_UNKNOWN_FLAGS = 7, WIRE_BAD_LENGTH = 8, WIRE_BAD_SCALE = 9, WIRE_BAD_COUNT = 10, WIRE_UNKNOWN_CODE = 11, WIRE_BAD_PADDING = 12,
    WIRE_BAD_VALUE = 13, WIRE_DOES_NOT_FIT = 14, WIRE_TYPE_MISMATCH = 15, WIRE_BAD_TEXT = 16, WIRE_STATUS_COUNT = 17,
    WIRE_FRAME = 100, WIRE_NOTHING = 101
} wire_status;

/* WIRE.md, "Payload types". */
enum {
    WIRE_HELLO = 0x01, WIRE_FAULT = 0x02, WIRE_LOG_RECORD = 0x03, WIRE_TIME_REQUEST = 0x04, WIRE_TIME_RESPONSE = 0x05, WIRE_HELLO_REQUEST = 0x06,
    WIRE_STREAM_DESCRIPTION = 0x07, WIRE_TAXEL_LAYOUT = 0x08, WIRE_IMAGE = 0x10, WIRE_TACTILE_ARRAY = 0x11, WIRE_WRENCH_STAMPED = 0x12,
    WIRE_FORCE_STAMPED = 0x13, WIRE_IMU = 0x14, WIRE_RANGE_MEASUREMENT = 0x15, WIRE_TEMPERATURE = 0x16, WIRE_FLUID_PRESSURE = 0x17,
    WIRE_RELATIVE_HUMIDITY = 0x18, WIRE_MAGNETIC_FIELD = 0x19, WIRE_ELECTRICAL_STATE = 0x1A, WIRE_RANGE_GRID = 0x1B, WIRE_JOINT_STATE = 0x1C,
    WIRE_CLASSIFICATION = 0x40, WIRE_PERCEPTION_EVENT = 0x41, WIRE_DETECTION_2D_ARRAY = 0x42, WIRE_COMMAND = 0x60, WIRE_ACKNOWLEDGEMENT = 0x70
};

/* WIRE.md, "Scale". */
enum {
    WIRE_COUNT = 0, WIRE_DEGREE_CELSIUS = 1, WIRE_NEWTON = 2, WIRE_NEWTON_METRE = 3, WIRE_PASCAL = 4, WIRE_METRE = 5, WIRE_ONE = 6, WIRE_VOLT = 7,
    WIRE_AMPERE = 8, WIRE_WATT = 9, WIRE_RADIAN = 10, WIRE_RADIAN_PER_SECOND = 11, WIRE_METRE_PER_SECOND_SQUARED = 12, WIRE_TESLA = 13
};

enum { WIRE_SIMULATED = 1, WIRE_REPLAYED = 2, WIRE_SATURATED = 4, WIRE_STUCK = 8, WIRE_UNFAMILIAR = 16, WIRE_SUSPECT = 28, WIRE_KNOWN_FLAGS = 31 };
enum { WIRE_HAS_ORIENTATION = 1, WIRE_HAS_ANGULAR_VELOCITY = 2, WIRE_HAS_LINEAR_ACCELERATION = 4 };
enum { WIRE_HAS_POSITION = 1, WIRE_HAS_VELOCITY = 2, WIRE_HAS_EFFORT = 4 };
enum { WIRE_RANGE_VALID = 0, WIRE_RANGE_LAST_STATUS = 9 };
enum { WIRE_IDENTIFY = 1, WIRE_RESET = 2, WIRE_SET_RATE = 3, WIRE_TARE = 4, WIRE_CALIBRATE = 5, WIRE_UPDATE_CONFIGURATION = 6 };
enum {
    WIRE_DONE = 0, WIRE_STARTED = 1, WIRE_UNKNOWN_STREAM = 2, WIRE_NOT_SUPPORTED = 3, WIRE_OUT_OF_RANGE = 4, WIRE_BUSY = 5, WIRE_FAILED = 6,
    WIRE_OTHER_BOOT = 7, WIRE_FORGOTTEN = 8, WIRE_DIGEST_MISMATCH = 9
};

typedef struct wire_header {
    uint8_t type, flags, stream;
    uint16_t board, boot;
    uint64_t sequence; /* 48 bits */
    uint64_t time_us;  /* 48 bits */
    uint32_t uncertainty_us;
} wire_header;

typedef struct wire_scale { int32_t mantissa; int8_t exponent; uint8_t unit; } wire_scale;
typedef struct wire_text32 { uint8_t count; char bytes[32]; } wire_text32;
typedef struct wire_text48 { uint8_t count; char bytes[48]; } wire_text48;
typedef struct wire_text200 { uint8_t count; char bytes[200]; } wire_text200;

typedef struct wire_hello {
    uint16_t hello; uint8_t streams; uint16_t receive_limit; uint8_t commands_remembered; uint8_t profile_hash[32];
    wire_text32 board_name, serial_number, firmware_version;
} wire_hello;
typedef struct wire_fault { uint8_t status; uint32_t failed_readings; } wire_fault;
typedef struct wire_log_record { uint8_t level; uint16_t code; wire_text200 text; } wire_log_record;
typedef struct wire_time_request { uint16_t board; uint32_t exchange; uint64_t t1_ns; } wire_time_request;
typedef struct wire_time_response { uint16_t robot_boot; uint32_t exchange; uint64_t t1_ns, t2_ns, t3_ns; } wire_time_response;
typedef struct wire_hello_request { uint16_t board; } wire_hello_request;
typedef struct wire_stream_description {
    uint16_t hello; uint8_t index, stream, type; uint32_t period_us; wire_scale scale; int32_t minimum, maximum; uint32_t uncertainty;
    uint16_t elements; uint8_t components; uint32_t calibrated; uint8_t certificate_hash[32]; wire_text32 sensor_name; wire_text48 frame_name;
} wire_stream_description;
typedef struct wire_taxel_layout {
    uint16_t hello; uint8_t stream; uint16_t total, first, count;
    int16_t *taxels; /* place x, y, z and normal x, y, z of each */
    size_t capacity; /* taxels */
} wire_taxel_layout;
typedef struct wire_image { uint16_t width, height; wire_scale scale; int16_t *samples; size_t capacity; } wire_image;
typedef struct wire_tactile_array {
    uint16_t taxels; uint8_t components, has_touch; wire_scale scale;
    int16_t *values; size_t capacity;       /* values */
    uint8_t *touch; size_t touch_capacity;  /* bytes */
} wire_tactile_array;
typedef struct wire_wrench_stamped { wire_scale force_scale, torque_scale; int32_t force[3], torque[3]; } wire_wrench_stamped;
typedef struct wire_force_stamped { int32_t raw_count, value; wire_scale scale; } wire_force_stamped;
typedef struct wire_imu {
    uint8_t parts; wire_scale orientation_scale, angular_velocity_scale, linear_acceleration_scale;
    int32_t orientation[4], angular_velocity[3], linear_acceleration[3];
} wire_imu;
typedef struct wire_range_measurement {
    uint8_t status; uint16_t field_of_view_mrad; uint32_t signal_strength; wire_scale scale; int32_t range, minimum, maximum;
} wire_range_measurement;
typedef struct wire_scalar { int32_t value; wire_scale scale; } wire_scalar; /* temperature, pressure, humidity */
typedef struct wire_magnetic_field { wire_scale scale; int32_t field[3]; } wire_magnetic_field;
typedef struct wire_electrical_state { wire_scale voltage_scale, current_scale, power_scale; int32_t voltage, current, power; } wire_electrical_state;
typedef struct wire_range_grid {
    uint16_t width, height, field_of_view_x_mrad, field_of_view_y_mrad; wire_scale scale; int16_t minimum, maximum;
    int16_t *ranges; uint8_t *statuses; size_t capacity; /* zones */
} wire_range_grid;
typedef struct wire_classification {
    uint32_t oldest_input_age_us; uint8_t provider, classes, class_index; uint8_t model_digest[32], input_digest[32];
    uint16_t probabilities[WIRE_MAX_CLASSES];
} wire_classification;
typedef struct wire_perception_event { uint32_t oldest_input_age_us; uint8_t kind, active; int32_t value; wire_scale scale; } wire_perception_event;
typedef struct wire_joint_state {
    uint8_t parts, joints; wire_scale position_scale, velocity_scale, effort_scale;
    int32_t *position, *velocity, *effort; size_t capacity; /* joints of each part that is read */
} wire_joint_state;
typedef struct wire_detection { uint16_t class_index, score; int32_t centre_x, centre_y, size_x, size_y; /* sixteenths of a pixel */ } wire_detection;
typedef struct wire_detection_2d_array {
    uint32_t oldest_input_age_us; uint8_t provider, count; uint16_t image_width, image_height; uint8_t model_digest[32], input_digest[32];
    wire_detection *detections; size_t capacity; /* detections */
} wire_detection_2d_array;
typedef struct wire_command {
    uint16_t board, boot; uint32_t number; uint8_t code, stream;
    uint16_t identify_ms; uint32_t period_us; int32_t reference; wire_scale reference_scale;
    uint16_t total, offset, count; uint8_t digest[32]; uint8_t *piece; size_t capacity; /* bytes */
} wire_command;
typedef struct wire_acknowledgement { uint16_t robot_boot; uint32_t number; uint8_t code, stream, outcome, repeated; uint32_t detail; } wire_acknowledgement;

/* Which member is meant, the header's type says. */
typedef struct wire_message {
    union {
        wire_hello hello; wire_fault fault; wire_log_record log_record; wire_time_request time_request; wire_time_response time_response;
        wire_hello_request hello_request; wire_stream_description stream_description; wire_taxel_layout taxel_layout; wire_image image;
        wire_tactile_array tactile_array; wire_wrench_stamped wrench_stamped; wire_force_stamped force_stamped; wire_imu imu;
        wire_range_measurement range_measurement; wire_scalar scalar; wire_magnetic_field magnetic_field; wire_electrical_state electrical_state;
        wire_range_grid range_grid; wire_joint_state joint_state; wire_classification classification; wire_perception_event perception_event;
        wire_detection_2d_array detection_2d_array; wire_command command; wire_acknowledgement acknowledgement;
    } as;
} wire_message;

/* ---- integers ---- */

static inline uint16_t wire_get16(const uint8_t *at) { return (uint16_t)(at[0] | ((uint32_t)at[1] << 8)); }
static inline uint32_t wire_get32(const uint8_t *at) { return wire_get16(at) | ((uint32_t)wire_get16(at + 2) << 16); }
static inline uint64_t wire_get48(const uint8_t *at) { return wire_get32(at) | ((uint64_t)wire_get16(at + 4) << 32); }
static inline uint64_t wire_get64(const uint8_t *at) { return wire_get32(at) | ((uint64_t)wire_get32(at + 4) << 32); }
/* Two's complement by memcpy: a cast of a value that does not fit is the compiler's choice in C99. */
static inline int8_t wire_get_i8(const uint8_t *at) { int8_t value; memcpy(&value, at, 1); return value; }
static inline int16_t wire_get_i16(const uint8_t *at) { uint16_t bits = wire_get16(at); int16_t value; memcpy(&value, &bits, 2); return value; }
static inline int32_t wire_get_i32(const uint8_t *at) { uint32_t bits = wire_get32(at); int32_t value; memcpy(&value, &bits, 4); return value; }

static inline uint8_t *wire_put8(uint8_t *at, uint32_t value) { *at = (uint8_t)(value & 0xFF); return at + 1; }
static inline uint8_t *wire_put16(uint8_t *at, uint32_t value) { at = wire_put8(at, value); return wire_put8(at, value >> 8); }
static inline uint8_t *wire_put32(uint8_t *at, uint32_t value) { at = wire_put16(at, value); return wire_put16(at, value >> 16); }
static inline uint8_t *wire_put48(uint8_t *at, uint64_t value) { at = wire_put32(at, (uint32_t)(value & 0xFFFFFFFFu)); return wire_put16(at, (uint32_t)((value >> 32) & 0xFFFF)); }
static inline uint8_t *wire_put64(uint8_t *at, uint64_t value) { at = wire_put32(at, (uint32_t)(value & 0xFFFFFFFFu)); return wire_put32(at, (uint32_t)(value >> 32)); }
static inline uint8_t *wire_put_bytes(uint8_t *at, const void *bytes, size_t count) { if (count) memcpy(at, bytes, count); return at + count; }
static inline uint8_t *wire_put_scale(uint8_t *at, wire_scale scale) { at = wire_put32(at, (uint32_t)scale.mantissa); at = wire_put8(at, (uint8_t)scale.exponent); return wire_put8(at, scale.unit); }
static inline uint8_t *wire_put_i16s(uint8_t *at, const int16_t *values, size_t count) { for (size_t i = 0; i < count; i++) at = wire_put16(at, (uint16_t)values[i]); return at; }
static inline uint8_t *wire_put_i32s(uint8_t *at, const int32_t *values, size_t count) { for (size_t i = 0; i < count; i++) at = wire_put32(at, (uint32_t)values[i]); return at; }
static inline uint8_t *wire_put_text(uint8_t *at, const char *bytes, uint8_t count) { at = wire_put8(at, count); return wire_put_bytes(at, bytes, count); }

static inline wire_scale wire_get_scale(const uint8_t *at) { wire_scale scale; scale.mantissa = wire_get_i32(at); scale.exponent = wire_get_i8(at + 4); scale.unit = at[5]; return scale; }
static inline void wire_get_i16s(const uint8_t *at, int16_t *values, size_t count) { for (size_t i = 0; i < count; i++) values[i] = wire_get_i16(at + 2 * i); }
static inline void wire_get_i32s(const uint8_t *at, int32_t *values, size_t count) { for (size_t i = 0; i < count; i++) values[i] = wire_get_i32(at + 4 * i); }

/* ---- checksum and framing ---- */

/* CRC-32C, four bits at a time: 64 bytes of table. Goes on from the checksum of what stands before; 0 when nothing does. */
static inline uint32_t wire_crc32c(uint32_t checksum, const uint8_t *bytes, size_t count)
{
    static const uint32_t table[16] = {
        0x00000000u, 0x105EC76Fu, 0x20BD8EDEu, 0x30E349B1u, 0x417B1DBCu, 0x5125DAD3u, 0x61C69362u, 0x7198540Du,
        0x82F63B78u, 0x92A8FC17u, 0xA24BB5A6u, 0xB21572C9u, 0xC38D26C4u, 0xD3D3E1ABu, 0xE330A81Au, 0xF36E6F75u
    };
    uint32_t remainder = ~checksum;
    for (size_t i = 0; i < count; i++) {
        remainder ^= bytes[i];
        remainder = table[remainder & 15] ^ (remainder >> 4);
        remainder = table[remainder & 15] ^ (remainder >> 4);
    }
    return ~remainder;
}

/* The most bytes of a COBS form, without the delimiter. */
static inline size_t wire_cobs_limit(size_t count) { return count == 0 ? 1 : count + (count + 253) / 254; }

/* Writes the one COBS form; returns its length, without the delimiter. `out` holds wire_cobs_limit(count) bytes and does not overlap `bytes`. */
static inline size_t wire_cobs_encode(const uint8_t *bytes, size_t count, uint8_t *out)
{
    size_t code_at = 0, write = 1;
    for (size_t i = 0; i < count; i++) {
        if (write - code_at == 0xFF) { /* full, and more follows */
            out[code_at] = 0xFF;
            code_at = write++;
        }
        if (bytes[i] != 0) {
            out[write++] = bytes[i];
        } else {
            out[code_at] = (uint8_t)(write - code_at);
            code_at = write++;
        }
    }
    out[code_at] = (uint8_t)(write - code_at);
    return write;
}

/* Reads a COBS form, without its delimiter, back; `out` may be `bytes`. Returns the length, or SIZE_MAX if it is not canonical or does not fit. */
static inline size_t wire_cobs_decode(const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity)
{
    size_t from = 0, write = 0;
    unsigned code = 0;
    if (count == 0) return SIZE_MAX;
    while (from < count) {
        unsigned previous = code;
        code = bytes[from++];
        if (code == 0 || code - 1 > count - from || code - 1 > capacity - write) return SIZE_MAX;
        if (code == 1 && from == count && previous == 0xFF) return SIZE_MAX;
        for (unsigned i = 1; i < code; i++) {
            uint8_t value = bytes[from++];
            if (value == 0) return SIZE_MAX;
            out[write++] = value;
        }
        if (code != 0xFF && from < count) {
            if (write == capacity) return SIZE_MAX;
            out[write++] = 0;
        }
    }
    return write;
}

static inline int wire_is_known_type(uint8_t type)
{
    return (type >= WIRE_HELLO && type <= WIRE_TAXEL_LAYOUT) || (type >= WIRE_IMAGE && type <= WIRE_JOINT_STATE)
        || (type >= WIRE_CLASSIFICATION && type <= WIRE_DETECTION_2D_ARRAY) || type == WIRE_COMMAND || type == WIRE_ACKNOWLEDGEMENT;
}

/* Judges a raw frame as a whole and reads its header, in the order of WIRE.md, "Reading a frame". */
static inline wire_status wire_decode_header(const uint8_t *frame, size_t count, wire_header *header)
{
    if (count < WIRE_MIN_FRAME) return WIRE_TOO_SHORT;
    if (count > WIRE_MAX_FRAME) return WIRE_TOO_LONG;
    if (wire_get32(frame + count - 4) != wire_crc32c(0, frame, count - 4)) return WIRE_BAD_CRC;
    if (frame[0] != WIRE_VERSION) return WIRE_UNKNOWN_VERSION;
    if (frame[2] & ~WIRE_KNOWN_FLAGS) return WIRE_UNKNOWN_FLAGS;
    if (!wire_is_known_type(frame[1])) return WIRE_UNKNOWN_TYPE;
    header->type = frame[1];
    header->flags = frame[2];
    header->stream = frame[3];
    header->board = wire_get16(frame + 4);
    header->boot = wire_get16(frame + 6);
    header->sequence = wire_get48(frame + 8);
    header->time_us = wire_get48(frame + 14);
    header->uncertainty_us = wire_get32(frame + 20);
    return WIRE_OK;
}

/* ---- what makes a payload sound: asked by the encoder and the decoder alike ---- */

#define WIRE_NEED(condition, status) do { if (!(condition)) return (status); } while (0)
#define WIRE_TRY(expression) do { wire_status wire_tried = (expression); if (wire_tried != WIRE_OK) return wire_tried; } while (0)

static inline wire_status wire_check_scale(wire_scale scale)
{
    return scale.mantissa != 0 && scale.exponent >= -18 && scale.exponent <= 18 && scale.unit <= WIRE_TESLA ? WIRE_OK : WIRE_BAD_SCALE;
}

static inline wire_status wire_check_text(const char *bytes, size_t count, size_t limit)
{
    WIRE_NEED(count <= limit, WIRE_BAD_COUNT);
    for (size_t i = 0; i < count; i++) {
        uint8_t character;
        memcpy(&character, bytes + i, 1);
        WIRE_NEED(character >= 0x20 && character <= 0x7E, WIRE_BAD_TEXT);
    }
    return WIRE_OK;
}

static inline wire_status wire_check_grid(uint16_t width, uint16_t height)
{
    return width >= 1 && height >= 1 && (uint32_t)width * height <= WIRE_MAX_SAMPLES ? WIRE_OK : WIRE_BAD_COUNT;
}

static inline wire_status wire_check_range(uint8_t status, int32_t range, int32_t minimum, int32_t maximum)
{
    return minimum <= maximum && (status != WIRE_RANGE_VALID || (range >= minimum && range <= maximum)) ? WIRE_OK : WIRE_BAD_VALUE;
}

static inline wire_status wire_check_code(uint8_t code, uint8_t stream)
{
    WIRE_NEED(code >= WIRE_IDENTIFY && code <= WIRE_UPDATE_CONFIGURATION, WIRE_UNKNOWN_CODE);
    return (code >= WIRE_SET_RATE && code <= WIRE_CALIBRATE) == (stream != WIRE_HOUSEKEEPING) ? WIRE_OK : WIRE_BAD_VALUE;
}

static inline int wire_is_normal(int32_t x, int32_t y, int32_t z)
{
    if (x < -1005 || x > 1005 || y < -1005 || y > 1005 || z < -1005 || z > 1005) return 0;
    return x * x + y * y + z * z >= 990025 && x * x + y * y + z * z <= 1010025;
}

static inline int wire_is_date(uint32_t digits)
{
    uint32_t day = digits % 100, month = digits / 100 % 100, year = digits / 10000;
    return digits == 0 || (day >= 1 && day <= 31 && month >= 1 && month <= 12 && year >= 2000 && year <= 9999);
}

static inline size_t wire_touch_length(uint16_t taxels) { return ((size_t)taxels + 7) / 8; }
static inline uint8_t wire_last_touch_mask(uint16_t taxels) { return (uint8_t)((taxels & 7) == 0 ? 0xFF : (1u << (taxels & 7)) - 1); }
static inline size_t wire_imu_length(uint8_t parts) { return 1 + (parts & 1 ? 22u : 0u) + (parts & 2 ? 18u : 0u) + (parts & 4 ? 18u : 0u); }
static inline size_t wire_joint_part_length(uint8_t joints) { return 6 + 4 * (size_t)joints; }
static inline size_t wire_joint_length(uint8_t parts, uint8_t joints) { return 2 + ((parts & 1u) + (parts >> 1 & 1u) + (parts >> 2 & 1u)) * wire_joint_part_length(joints); }
static inline size_t wire_arguments_length(uint8_t code) { return code == WIRE_IDENTIFY ? 2 : code == WIRE_SET_RATE ? 4 : code == WIRE_CALIBRATE ? 10 : 0; }

/* The fields of a fixed place, in the order of their offsets. What stands behind counts is judged by wire_check_rest. */
static inline wire_status wire_check_fixed(uint8_t type, const wire_message *message)
{
    switch (type) {
    case WIRE_HELLO: {
        const wire_hello *it = &message->as.hello;
        WIRE_NEED(it->streams <= WIRE_MAX_STREAMS, WIRE_BAD_COUNT);
        WIRE_NEED(it->receive_limit >= WIRE_MIN_FRAME && it->receive_limit <= WIRE_MAX_FRAME && it->commands_remembered >= 1, WIRE_BAD_VALUE);
        return WIRE_OK;
    }
    case WIRE_FAULT:
        WIRE_NEED(message->as.fault.status >= 2 && message->as.fault.status <= 9, WIRE_UNKNOWN_CODE);
        return message->as.fault.failed_readings != 0 ? WIRE_OK : WIRE_BAD_VALUE;
    case WIRE_LOG_RECORD:
        return message->as.log_record.level >= 1 && message->as.log_record.level <= 4 ? WIRE_OK : WIRE_UNKNOWN_CODE;
    case WIRE_TIME_REQUEST:
        return message->as.time_request.t1_ns <= WIRE_LATEST_NS ? WIRE_OK : WIRE_BAD_VALUE;
    case WIRE_TIME_RESPONSE: {
        const wire_time_response *it = &message->as.time_response;
        return it->t1_ns <= WIRE_LATEST_NS && it->t2_ns <= it->t3_ns && it->t3_ns <= WIRE_LATEST_NS ? WIRE_OK : WIRE_BAD_VALUE;
    }
    case WIRE_HELLO_REQUEST:
        return WIRE_OK;
    case WIRE_STREAM_DESCRIPTION: {
        const wire_stream_description *it = &message->as.stream_description;
        WIRE_NEED(it->index < WIRE_MAX_STREAMS && it->stream != WIRE_HOUSEKEEPING, WIRE_BAD_VALUE);
        WIRE_NEED(it->type >= 0x10 && it->type <= 0x5F && wire_is_known_type(it->type), WIRE_UNKNOWN_CODE);
        WIRE_NEED(it->period_us != 0, WIRE_BAD_VALUE);
        WIRE_TRY(wire_check_scale(it->scale));
        WIRE_NEED(it->minimum <= it->maximum, WIRE_BAD_VALUE);
        WIRE_NEED(it->elements >= 1 && it->elements <= WIRE_MAX_SAMPLES && (it->components == 1 || it->components == 3), WIRE_BAD_COUNT);
        return wire_is_date(it->calibrated) ? WIRE_OK : WIRE_BAD_VALUE;
    }
    case WIRE_TAXEL_LAYOUT: {
        const wire_taxel_layout *it = &message->as.taxel_layout;
        WIRE_NEED(it->stream != WIRE_HOUSEKEEPING, WIRE_BAD_VALUE);
        WIRE_NEED(it->total >= 1 && it->total <= WIRE_MAX_TAXELS && it->count >= 1 && it->count <= WIRE_MAX_LAYOUT_TAXELS
            && (uint32_t)it->first + it->count <= it->total, WIRE_BAD_COUNT);
        return WIRE_OK;
    }
    case WIRE_IMAGE:
        WIRE_TRY(wire_check_grid(message->as.image.width, message->as.image.height));
        return wire_check_scale(message->as.image.scale);
    case WIRE_TACTILE_ARRAY: {
        const wire_tactile_array *it = &message->as.tactile_array;
        WIRE_NEED(it->taxels >= 1 && it->taxels <= WIRE_MAX_TAXELS && (it->components == 1 || it->components == 3), WIRE_BAD_COUNT);
        WIRE_NEED(it->has_touch <= 1, WIRE_BAD_PADDING);
        return wire_check_scale(it->scale);
    }
    case WIRE_WRENCH_STAMPED:
        WIRE_TRY(wire_check_scale(message->as.wrench_stamped.force_scale));
        return wire_check_scale(message->as.wrench_stamped.torque_scale);
    case WIRE_FORCE_STAMPED:
        return wire_check_scale(message->as.force_stamped.scale);
    case WIRE_IMU: {
        const wire_imu *it = &message->as.imu;
        WIRE_NEED(it->parts <= 7, WIRE_BAD_PADDING);
        WIRE_NEED(it->parts != 0, WIRE_BAD_VALUE);
        if (it->parts & WIRE_HAS_ORIENTATION) WIRE_TRY(wire_check_scale(it->orientation_scale));
        if (it->parts & WIRE_HAS_ANGULAR_VELOCITY) WIRE_TRY(wire_check_scale(it->angular_velocity_scale));
        if (it->parts & WIRE_HAS_LINEAR_ACCELERATION) WIRE_TRY(wire_check_scale(it->linear_acceleration_scale));
        return WIRE_OK;
    }
    case WIRE_RANGE_MEASUREMENT: {
        const wire_range_measurement *it = &message->as.range_measurement;
        WIRE_NEED(it->status <= WIRE_RANGE_LAST_STATUS, WIRE_UNKNOWN_CODE);
        WIRE_TRY(wire_check_scale(it->scale));
        return wire_check_range(it->status, it->range, it->minimum, it->maximum);
    }
    case WIRE_TEMPERATURE:
    case WIRE_FLUID_PRESSURE:
    case WIRE_RELATIVE_HUMIDITY:
        return wire_check_scale(message->as.scalar.scale);
    case WIRE_MAGNETIC_FIELD:
        return wire_check_scale(message->as.magnetic_field.scale);
    case WIRE_ELECTRICAL_STATE:
        WIRE_TRY(wire_check_scale(message->as.electrical_state.voltage_scale));
        WIRE_TRY(wire_check_scale(message->as.electrical_state.current_scale));
        return wire_check_scale(message->as.electrical_state.power_scale);
    case WIRE_RANGE_GRID: {
        const wire_range_grid *it = &message->as.range_grid;
        WIRE_TRY(wire_check_grid(it->width, it->height));
        WIRE_TRY(wire_check_scale(it->scale));
        return it->minimum <= it->maximum ? WIRE_OK : WIRE_BAD_VALUE;
    }
    case WIRE_JOINT_STATE: {
        const wire_joint_state *it = &message->as.joint_state;
        WIRE_NEED(it->parts <= 7, WIRE_BAD_PADDING);
        WIRE_NEED(it->parts != 0, WIRE_BAD_VALUE);
        WIRE_NEED(it->joints >= 1 && it->joints <= WIRE_MAX_JOINTS, WIRE_BAD_COUNT);
        if (it->parts & WIRE_HAS_POSITION) WIRE_TRY(wire_check_scale(it->position_scale));
        if (it->parts & WIRE_HAS_VELOCITY) WIRE_TRY(wire_check_scale(it->velocity_scale));
        if (it->parts & WIRE_HAS_EFFORT) WIRE_TRY(wire_check_scale(it->effort_scale));
        return WIRE_OK;
    }
    case WIRE_DETECTION_2D_ARRAY: {
        const wire_detection_2d_array *it = &message->as.detection_2d_array;
        WIRE_NEED(it->provider <= 10, WIRE_UNKNOWN_CODE);
        return it->count <= WIRE_MAX_DETECTIONS && it->image_width >= 1 && it->image_height >= 1 ? WIRE_OK : WIRE_BAD_COUNT;
    }
    case WIRE_CLASSIFICATION: {
        const wire_classification *it = &message->as.classification;
        WIRE_NEED(it->provider <= 10, WIRE_UNKNOWN_CODE);
        WIRE_NEED(it->classes >= 1 && it->classes <= WIRE_MAX_CLASSES, WIRE_BAD_COUNT);
        return it->class_index < it->classes ? WIRE_OK : WIRE_BAD_VALUE;
    }
    case WIRE_PERCEPTION_EVENT: {
        const wire_perception_event *it = &message->as.perception_event;
        WIRE_NEED(it->kind >= 1 && it->kind <= 3, WIRE_UNKNOWN_CODE);
        WIRE_NEED(it->active <= 1, WIRE_BAD_PADDING);
        return wire_check_scale(it->scale);
    }
    case WIRE_COMMAND: {
        const wire_command *it = &message->as.command;
        WIRE_NEED(it->board != WIRE_EVERY_BOARD, WIRE_BAD_VALUE);
        WIRE_TRY(wire_check_code(it->code, it->stream));
        if (it->code == WIRE_IDENTIFY) return it->identify_ms != 0 ? WIRE_OK : WIRE_BAD_VALUE;
        if (it->code == WIRE_SET_RATE) return it->period_us != 0 ? WIRE_OK : WIRE_BAD_VALUE;
        if (it->code == WIRE_CALIBRATE) return wire_check_scale(it->reference_scale);
        if (it->code == WIRE_UPDATE_CONFIGURATION)
            return it->count >= 1 && it->count <= WIRE_MAX_PIECE && (uint32_t)it->offset + it->count <= it->total ? WIRE_OK : WIRE_BAD_COUNT;
        return WIRE_OK;
    }
    case WIRE_ACKNOWLEDGEMENT: {
        const wire_acknowledgement *it = &message->as.acknowledgement;
        WIRE_TRY(wire_check_code(it->code, it->stream));
        WIRE_NEED(it->outcome <= WIRE_DIGEST_MISMATCH, WIRE_UNKNOWN_CODE);
        return it->repeated <= 1 ? WIRE_OK : WIRE_BAD_PADDING;
    }
    default:
        return WIRE_UNKNOWN_TYPE;
    }
}

/* For the encoder: what stands behind counts, in the caller's own arrays. */
static inline wire_status wire_check_rest(uint8_t type, const wire_message *message)
{
    switch (type) {
    case WIRE_HELLO:
        WIRE_TRY(wire_check_text(message->as.hello.board_name.bytes, message->as.hello.board_name.count, 32));
        WIRE_TRY(wire_check_text(message->as.hello.serial_number.bytes, message->as.hello.serial_number.count, 32));
        return wire_check_text(message->as.hello.firmware_version.bytes, message->as.hello.firmware_version.count, 32);
    case WIRE_LOG_RECORD:
        return wire_check_text(message->as.log_record.text.bytes, message->as.log_record.text.count, 200);
    case WIRE_STREAM_DESCRIPTION:
        WIRE_TRY(wire_check_text(message->as.stream_description.sensor_name.bytes, message->as.stream_description.sensor_name.count, 32));
        return wire_check_text(message->as.stream_description.frame_name.bytes, message->as.stream_description.frame_name.count, 48);
    case WIRE_IMAGE:
        return (size_t)message->as.image.width * message->as.image.height <= message->as.image.capacity ? WIRE_OK : WIRE_BAD_COUNT;
    case WIRE_TACTILE_ARRAY: {
        const wire_tactile_array *it = &message->as.tactile_array;
        return (size_t)it->taxels * it->components <= it->capacity && (!it->has_touch || wire_touch_length(it->taxels) <= it->touch_capacity) ? WIRE_OK : WIRE_BAD_COUNT;
    }
    case WIRE_TAXEL_LAYOUT: {
        const wire_taxel_layout *it = &message->as.taxel_layout;
        WIRE_NEED(it->count <= it->capacity, WIRE_BAD_COUNT);
        for (size_t i = 0; i < it->count; i++)
            WIRE_NEED(wire_is_normal(it->taxels[6 * i + 3], it->taxels[6 * i + 4], it->taxels[6 * i + 5]), WIRE_BAD_VALUE);
        return WIRE_OK;
    }
    case WIRE_RANGE_GRID: {
        const wire_range_grid *it = &message->as.range_grid;
        size_t zones = (size_t)it->width * it->height;
        WIRE_NEED(zones <= it->capacity, WIRE_BAD_COUNT);
        for (size_t i = 0; i < zones; i++) {
            WIRE_NEED(it->statuses[i] <= WIRE_RANGE_LAST_STATUS, WIRE_UNKNOWN_CODE);
            WIRE_TRY(wire_check_range(it->statuses[i], it->ranges[i], it->minimum, it->maximum));
        }
        return WIRE_OK;
    }
    case WIRE_JOINT_STATE:
        return message->as.joint_state.joints <= message->as.joint_state.capacity ? WIRE_OK : WIRE_BAD_COUNT;
    case WIRE_DETECTION_2D_ARRAY: {
        const wire_detection_2d_array *it = &message->as.detection_2d_array;
        WIRE_NEED(it->count <= it->capacity, WIRE_BAD_COUNT);
        for (size_t i = 0; i < it->count; i++) WIRE_NEED(it->detections[i].size_x >= 0 && it->detections[i].size_y >= 0, WIRE_BAD_VALUE);
        return WIRE_OK;
    }
    case WIRE_COMMAND:
        return message->as.command.code != WIRE_UPDATE_CONFIGURATION || message->as.command.count <= message->as.command.capacity ? WIRE_OK : WIRE_BAD_COUNT;
    default:
        return WIRE_OK;
    }
}

/* ---- writing ---- */

/* Whether a message can be framed, and if not, why. */
static inline wire_status wire_check(const wire_header *header, const wire_message *message)
{
    WIRE_NEED((header->flags & ~WIRE_KNOWN_FLAGS) == 0, WIRE_UNKNOWN_FLAGS);
    WIRE_NEED(header->sequence <= WIRE_MAX_48 && header->time_us <= WIRE_MAX_48, WIRE_BAD_VALUE);
    WIRE_TRY(wire_check_fixed(header->type, message));
    return wire_check_rest(header->type, message);
}

/* The payload's bytes, for a message that wire_check finds sound. */
static inline size_t wire_payload_length(uint8_t type, const wire_message *message)
{
    switch (type) {
    case WIRE_HELLO: return 41u + message->as.hello.board_name.count + message->as.hello.serial_number.count + message->as.hello.firmware_version.count;
    case WIRE_FAULT: return 5;
    case WIRE_LOG_RECORD: return 4u + message->as.log_record.text.count;
    case WIRE_TIME_REQUEST: return 14;
    case WIRE_TIME_RESPONSE: return 30;
    case WIRE_HELLO_REQUEST: return 2;
    case WIRE_STREAM_DESCRIPTION: return 68u + message->as.stream_description.sensor_name.count + message->as.stream_description.frame_name.count;
    case WIRE_TAXEL_LAYOUT: return 9 + 12 * (size_t)message->as.taxel_layout.count;
    case WIRE_IMAGE: return 10 + 2 * (size_t)message->as.image.width * message->as.image.height;
    case WIRE_TACTILE_ARRAY: return 10 + 2 * (size_t)message->as.tactile_array.taxels * message->as.tactile_array.components
        + (message->as.tactile_array.has_touch ? wire_touch_length(message->as.tactile_array.taxels) : 0);
    case WIRE_WRENCH_STAMPED: return 36;
    case WIRE_FORCE_STAMPED: return 14;
    case WIRE_IMU: return wire_imu_length(message->as.imu.parts);
    case WIRE_RANGE_MEASUREMENT: return 25;
    case WIRE_TEMPERATURE: case WIRE_FLUID_PRESSURE: case WIRE_RELATIVE_HUMIDITY: return 10;
    case WIRE_MAGNETIC_FIELD: return 18;
    case WIRE_ELECTRICAL_STATE: return 30;
    case WIRE_RANGE_GRID: return 18 + 3 * (size_t)message->as.range_grid.width * message->as.range_grid.height;
    case WIRE_CLASSIFICATION: return 71 + 2 * (size_t)message->as.classification.classes;
    case WIRE_PERCEPTION_EVENT: return 16;
    case WIRE_JOINT_STATE: return wire_joint_length(message->as.joint_state.parts, message->as.joint_state.joints);
    case WIRE_DETECTION_2D_ARRAY: return 74 + 20 * (size_t)message->as.detection_2d_array.count;
    case WIRE_COMMAND: return message->as.command.code == WIRE_UPDATE_CONFIGURATION ? 48u + message->as.command.count : 10 + wire_arguments_length(message->as.command.code);
    case WIRE_ACKNOWLEDGEMENT: return 14;
    default: return 0;
    }
}

static inline void wire_put_payload(uint8_t type, const wire_message *message, uint8_t *at)
{
    switch (type) {
    case WIRE_HELLO: {
        const wire_hello *it = &message->as.hello;
        at = wire_put16(at, it->hello); at = wire_put8(at, it->streams); at = wire_put16(at, it->receive_limit); at = wire_put8(at, it->commands_remembered);
        at = wire_put_bytes(at, it->profile_hash, 32);
        at = wire_put_text(at, it->board_name.bytes, it->board_name.count); at = wire_put_text(at, it->serial_number.bytes, it->serial_number.count);
        wire_put_text(at, it->firmware_version.bytes, it->firmware_version.count);
        break;
    }
    case WIRE_FAULT:
        at = wire_put8(at, message->as.fault.status); wire_put32(at, message->as.fault.failed_readings);
        break;
    case WIRE_LOG_RECORD:
        at = wire_put8(at, message->as.log_record.level); at = wire_put16(at, message->as.log_record.code);
        wire_put_text(at, message->as.log_record.text.bytes, message->as.log_record.text.count);
        break;
    case WIRE_TIME_REQUEST:
        at = wire_put16(at, message->as.time_request.board); at = wire_put32(at, message->as.time_request.exchange); wire_put64(at, message->as.time_request.t1_ns);
        break;
    case WIRE_TIME_RESPONSE: {
        const wire_time_response *it = &message->as.time_response;
        at = wire_put16(at, it->robot_boot); at = wire_put32(at, it->exchange); at = wire_put64(at, it->t1_ns); at = wire_put64(at, it->t2_ns); wire_put64(at, it->t3_ns);
        break;
    }
    case WIRE_HELLO_REQUEST:
        wire_put16(at, message->as.hello_request.board);
        break;
    case WIRE_STREAM_DESCRIPTION: {
        const wire_stream_description *it = &message->as.stream_description;
        at = wire_put16(at, it->hello); at = wire_put8(at, it->index); at = wire_put8(at, it->stream); at = wire_put8(at, it->type); at = wire_put32(at, it->period_us);
        at = wire_put_scale(at, it->scale); at = wire_put32(at, (uint32_t)it->minimum); at = wire_put32(at, (uint32_t)it->maximum); at = wire_put32(at, it->uncertainty);
        at = wire_put16(at, it->elements); at = wire_put8(at, it->components); at = wire_put32(at, it->calibrated); at = wire_put_bytes(at, it->certificate_hash, 32);
        at = wire_put_text(at, it->sensor_name.bytes, it->sensor_name.count); wire_put_text(at, it->frame_name.bytes, it->frame_name.count);
        break;
    }
    case WIRE_TAXEL_LAYOUT: {
        const wire_taxel_layout *it = &message->as.taxel_layout;
        at = wire_put16(at, it->hello); at = wire_put8(at, it->stream); at = wire_put16(at, it->total); at = wire_put16(at, it->first); at = wire_put16(at, it->count);
        wire_put_i16s(at, it->taxels, 6 * (size_t)it->count);
        break;
    }
    case WIRE_IMAGE: {
        const wire_image *it = &message->as.image;
        at = wire_put16(at, it->width); at = wire_put16(at, it->height); at = wire_put_scale(at, it->scale);
        wire_put_i16s(at, it->samples, (size_t)it->width * it->height);
        break;
    }
    case WIRE_TACTILE_ARRAY: {
        const wire_tactile_array *it = &message->as.tactile_array;
        at = wire_put16(at, it->taxels); at = wire_put8(at, it->components); at = wire_put8(at, it->has_touch); at = wire_put_scale(at, it->scale);
        at = wire_put_i16s(at, it->values, (size_t)it->taxels * it->components);
        if (it->has_touch) {
            at = wire_put_bytes(at, it->touch, wire_touch_length(it->taxels));
            at[-1] &= wire_last_touch_mask(it->taxels); /* what a chip leaves above its last electrode stays on the board */
        }
        break;
    }
    case WIRE_WRENCH_STAMPED: {
        const wire_wrench_stamped *it = &message->as.wrench_stamped;
        at = wire_put_scale(at, it->force_scale); at = wire_put_scale(at, it->torque_scale); at = wire_put_i32s(at, it->force, 3); wire_put_i32s(at, it->torque, 3);
        break;
    }
    case WIRE_FORCE_STAMPED:
        at = wire_put32(at, (uint32_t)message->as.force_stamped.raw_count); at = wire_put32(at, (uint32_t)message->as.force_stamped.value);
        wire_put_scale(at, message->as.force_stamped.scale);
        break;
    case WIRE_IMU: {
        const wire_imu *it = &message->as.imu;
        at = wire_put8(at, it->parts);
        if (it->parts & WIRE_HAS_ORIENTATION) { at = wire_put_scale(at, it->orientation_scale); at = wire_put_i32s(at, it->orientation, 4); }
        if (it->parts & WIRE_HAS_ANGULAR_VELOCITY) { at = wire_put_scale(at, it->angular_velocity_scale); at = wire_put_i32s(at, it->angular_velocity, 3); }
        if (it->parts & WIRE_HAS_LINEAR_ACCELERATION) { at = wire_put_scale(at, it->linear_acceleration_scale); wire_put_i32s(at, it->linear_acceleration, 3); }
        break;
    }
    case WIRE_RANGE_MEASUREMENT: {
        const wire_range_measurement *it = &message->as.range_measurement;
        at = wire_put8(at, it->status); at = wire_put16(at, it->field_of_view_mrad); at = wire_put32(at, it->signal_strength); at = wire_put_scale(at, it->scale);
        at = wire_put32(at, (uint32_t)it->range); at = wire_put32(at, (uint32_t)it->minimum); wire_put32(at, (uint32_t)it->maximum);
        break;
    }
    case WIRE_TEMPERATURE: case WIRE_FLUID_PRESSURE: case WIRE_RELATIVE_HUMIDITY:
        at = wire_put32(at, (uint32_t)message->as.scalar.value); wire_put_scale(at, message->as.scalar.scale);
        break;
    case WIRE_MAGNETIC_FIELD:
        at = wire_put_scale(at, message->as.magnetic_field.scale); wire_put_i32s(at, message->as.magnetic_field.field, 3);
        break;
    case WIRE_ELECTRICAL_STATE: {
        const wire_electrical_state *it = &message->as.electrical_state;
        at = wire_put_scale(at, it->voltage_scale); at = wire_put32(at, (uint32_t)it->voltage); at = wire_put_scale(at, it->current_scale);
        at = wire_put32(at, (uint32_t)it->current); at = wire_put_scale(at, it->power_scale); wire_put32(at, (uint32_t)it->power);
        break;
    }
    case WIRE_RANGE_GRID: {
        const wire_range_grid *it = &message->as.range_grid;
        size_t zones = (size_t)it->width * it->height;
        at = wire_put16(at, it->width); at = wire_put16(at, it->height); at = wire_put16(at, it->field_of_view_x_mrad); at = wire_put16(at, it->field_of_view_y_mrad);
        at = wire_put_scale(at, it->scale); at = wire_put16(at, (uint16_t)it->minimum); at = wire_put16(at, (uint16_t)it->maximum);
        at = wire_put_i16s(at, it->ranges, zones); wire_put_bytes(at, it->statuses, zones);
        break;
    }
    case WIRE_CLASSIFICATION: {
        const wire_classification *it = &message->as.classification;
        at = wire_put32(at, it->oldest_input_age_us); at = wire_put8(at, it->provider); at = wire_put8(at, it->classes); at = wire_put8(at, it->class_index);
        at = wire_put_bytes(at, it->model_digest, 32); at = wire_put_bytes(at, it->input_digest, 32);
        for (size_t i = 0; i < it->classes; i++) at = wire_put16(at, it->probabilities[i]);
        break;
    }
    case WIRE_PERCEPTION_EVENT: {
        const wire_perception_event *it = &message->as.perception_event;
        at = wire_put32(at, it->oldest_input_age_us); at = wire_put8(at, it->kind); at = wire_put8(at, it->active); at = wire_put32(at, (uint32_t)it->value);
        wire_put_scale(at, it->scale);
        break;
    }
    case WIRE_JOINT_STATE: {
        const wire_joint_state *it = &message->as.joint_state;
        at = wire_put8(at, it->parts); at = wire_put8(at, it->joints);
        if (it->parts & WIRE_HAS_POSITION) { at = wire_put_scale(at, it->position_scale); at = wire_put_i32s(at, it->position, it->joints); }
        if (it->parts & WIRE_HAS_VELOCITY) { at = wire_put_scale(at, it->velocity_scale); at = wire_put_i32s(at, it->velocity, it->joints); }
        if (it->parts & WIRE_HAS_EFFORT) { at = wire_put_scale(at, it->effort_scale); wire_put_i32s(at, it->effort, it->joints); }
        break;
    }
    case WIRE_DETECTION_2D_ARRAY: {
        const wire_detection_2d_array *it = &message->as.detection_2d_array;
        at = wire_put32(at, it->oldest_input_age_us); at = wire_put8(at, it->provider); at = wire_put8(at, it->count);
        at = wire_put16(at, it->image_width); at = wire_put16(at, it->image_height);
        at = wire_put_bytes(at, it->model_digest, 32); at = wire_put_bytes(at, it->input_digest, 32);
        for (size_t i = 0; i < it->count; i++) {
            const wire_detection *box = &it->detections[i];
            at = wire_put16(at, box->class_index); at = wire_put16(at, box->score);
            at = wire_put32(at, (uint32_t)box->centre_x); at = wire_put32(at, (uint32_t)box->centre_y);
            at = wire_put32(at, (uint32_t)box->size_x); at = wire_put32(at, (uint32_t)box->size_y);
        }
        break;
    }
    case WIRE_COMMAND: {
        const wire_command *it = &message->as.command;
        at = wire_put16(at, it->board); at = wire_put16(at, it->boot); at = wire_put32(at, it->number); at = wire_put8(at, it->code); at = wire_put8(at, it->stream);
        if (it->code == WIRE_IDENTIFY) wire_put16(at, it->identify_ms);
        if (it->code == WIRE_SET_RATE) wire_put32(at, it->period_us);
        if (it->code == WIRE_CALIBRATE) { at = wire_put32(at, (uint32_t)it->reference); wire_put_scale(at, it->reference_scale); }
        if (it->code == WIRE_UPDATE_CONFIGURATION) {
            at = wire_put16(at, it->total); at = wire_put16(at, it->offset); at = wire_put16(at, it->count); at = wire_put_bytes(at, it->digest, 32);
            wire_put_bytes(at, it->piece, it->count);
        }
        break;
    }
    case WIRE_ACKNOWLEDGEMENT: {
        const wire_acknowledgement *it = &message->as.acknowledgement;
        at = wire_put16(at, it->robot_boot); at = wire_put32(at, it->number); at = wire_put8(at, it->code); at = wire_put8(at, it->stream);
        at = wire_put8(at, it->outcome); at = wire_put8(at, it->repeated); wire_put32(at, it->detail);
        break;
    }
    default:
        break;
    }
}

/* Writes a raw frame. Returns its length; 0, and nothing written, if it does not fit or wire_check refuses it. */
static inline size_t wire_encode(const wire_header *header, const wire_message *message, uint8_t *out, size_t capacity)
{
    if (wire_check(header, message) != WIRE_OK) return 0;
    size_t payload = wire_payload_length(header->type, message);
    if (WIRE_MIN_FRAME + payload > capacity) return 0;
    uint8_t *at = out;
    at = wire_put8(at, WIRE_VERSION); at = wire_put8(at, header->type); at = wire_put8(at, header->flags); at = wire_put8(at, header->stream);
    at = wire_put16(at, header->board); at = wire_put16(at, header->boot); at = wire_put48(at, header->sequence); at = wire_put48(at, header->time_us);
    at = wire_put32(at, header->uncertainty_us);
    wire_put_payload(header->type, message, at);
    wire_put32(at + payload, wire_crc32c(0, out, WIRE_HEADER_LENGTH + payload));
    return WIRE_MIN_FRAME + payload;
}

/* Writes a frame as links carry it, delimiter included; asks for the raw length and its COBS overhead as capacity. Returns the bytes to send, or 0. */
static inline size_t wire_encode_for_link(const wire_header *header, const wire_message *message, uint8_t *out, size_t capacity)
{
    if (wire_check(header, message) != WIRE_OK) return 0;
    size_t length = WIRE_MIN_FRAME + wire_payload_length(header->type, message), limit = wire_cobs_limit(length);
    if (limit + 1 > capacity) return 0;
    /* The raw frame stands at the end of its place; its form grows from the front and never overtakes it. */
    uint8_t *raw = out + (limit - length);
    if (wire_encode(header, message, raw, length) != length) return 0;
    size_t encoded = wire_cobs_encode(raw, length, out);
    out[encoded] = 0;
    return encoded + 1;
}

/* ---- reading ---- */

/* A text where it stands: its count, that it is all there, its characters. Moves *at behind it. */
static inline wire_status wire_take_text(const uint8_t **at, const uint8_t *end, char *bytes, uint8_t *count, size_t limit)
{
    WIRE_NEED(*at < end, WIRE_BAD_LENGTH);
    WIRE_NEED(**at <= limit, WIRE_BAD_COUNT);
    WIRE_NEED(**at <= (size_t)(end - *at) - 1, WIRE_BAD_LENGTH);
    *count = **at;
    memcpy(bytes, *at + 1, *count);
    WIRE_TRY(wire_check_text(bytes, *count, limit));
    *at += 1 + *count;
    return WIRE_OK;
}

/* Reads the payload of a frame that wire_decode_header found sound; the member is the one of the frame's type. */
static inline wire_status wire_decode(const uint8_t *frame, size_t count, wire_message *into)
{
    WIRE_NEED(count >= WIRE_MIN_FRAME, WIRE_TOO_SHORT);
    const uint8_t *at = frame + WIRE_HEADER_LENGTH, *end = frame + count - 4;
    size_t length = count - WIRE_MIN_FRAME;
    uint8_t type = frame[1];
    wire_message parsed = *into; /* committed only when all of it is sound */
    switch (type) {
    case WIRE_HELLO: {
        wire_hello *it = &parsed.as.hello;
        WIRE_NEED(length >= 41, WIRE_BAD_LENGTH);
        it->hello = wire_get16(at); it->streams = at[2]; it->receive_limit = wire_get16(at + 3); it->commands_remembered = at[5]; memcpy(it->profile_hash, at + 6, 32);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        at += 38;
        WIRE_TRY(wire_take_text(&at, end, it->board_name.bytes, &it->board_name.count, 32));
        WIRE_TRY(wire_take_text(&at, end, it->serial_number.bytes, &it->serial_number.count, 32));
        WIRE_TRY(wire_take_text(&at, end, it->firmware_version.bytes, &it->firmware_version.count, 32));
        WIRE_NEED(at == end, WIRE_BAD_LENGTH);
        break;
    }
    case WIRE_FAULT:
        WIRE_NEED(length == 5, WIRE_BAD_LENGTH);
        parsed.as.fault.status = at[0]; parsed.as.fault.failed_readings = wire_get32(at + 1);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    case WIRE_LOG_RECORD: {
        wire_log_record *it = &parsed.as.log_record;
        WIRE_NEED(length >= 4, WIRE_BAD_LENGTH);
        it->level = at[0]; it->code = wire_get16(at + 1);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        at += 3;
        WIRE_TRY(wire_take_text(&at, end, it->text.bytes, &it->text.count, 200));
        WIRE_NEED(at == end, WIRE_BAD_LENGTH);
        break;
    }
    case WIRE_TIME_REQUEST:
        WIRE_NEED(length == 14, WIRE_BAD_LENGTH);
        parsed.as.time_request.board = wire_get16(at); parsed.as.time_request.exchange = wire_get32(at + 2); parsed.as.time_request.t1_ns = wire_get64(at + 6);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    case WIRE_TIME_RESPONSE: {
        wire_time_response *it = &parsed.as.time_response;
        WIRE_NEED(length == 30, WIRE_BAD_LENGTH);
        it->robot_boot = wire_get16(at); it->exchange = wire_get32(at + 2); it->t1_ns = wire_get64(at + 6); it->t2_ns = wire_get64(at + 14); it->t3_ns = wire_get64(at + 22);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    }
    case WIRE_HELLO_REQUEST:
        WIRE_NEED(length == 2, WIRE_BAD_LENGTH);
        parsed.as.hello_request.board = wire_get16(at);
        break;
    case WIRE_STREAM_DESCRIPTION: {
        wire_stream_description *it = &parsed.as.stream_description;
        WIRE_NEED(length >= 68, WIRE_BAD_LENGTH);
        it->hello = wire_get16(at); it->index = at[2]; it->stream = at[3]; it->type = at[4]; it->period_us = wire_get32(at + 5); it->scale = wire_get_scale(at + 9);
        it->minimum = wire_get_i32(at + 15); it->maximum = wire_get_i32(at + 19); it->uncertainty = wire_get32(at + 23); it->elements = wire_get16(at + 27);
        it->components = at[29]; it->calibrated = wire_get32(at + 30); memcpy(it->certificate_hash, at + 34, 32);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        at += 66;
        WIRE_TRY(wire_take_text(&at, end, it->sensor_name.bytes, &it->sensor_name.count, 32));
        WIRE_TRY(wire_take_text(&at, end, it->frame_name.bytes, &it->frame_name.count, 48));
        WIRE_NEED(at == end, WIRE_BAD_LENGTH);
        break;
    }
    case WIRE_TAXEL_LAYOUT: {
        wire_taxel_layout *it = &parsed.as.taxel_layout;
        WIRE_NEED(length >= 9, WIRE_BAD_LENGTH);
        it->hello = wire_get16(at); it->stream = at[2]; it->total = wire_get16(at + 3); it->first = wire_get16(at + 5); it->count = wire_get16(at + 7);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        WIRE_NEED(length == 9 + 12 * (size_t)it->count, WIRE_BAD_LENGTH);
        for (size_t i = 0; i < it->count; i++) {
            const uint8_t *normal = at + 9 + 12 * i + 6;
            WIRE_NEED(wire_is_normal(wire_get_i16(normal), wire_get_i16(normal + 2), wire_get_i16(normal + 4)), WIRE_BAD_VALUE);
        }
        WIRE_NEED(it->count <= it->capacity, WIRE_DOES_NOT_FIT);
        wire_get_i16s(at + 9, it->taxels, 6 * (size_t)it->count);
        break;
    }
    case WIRE_IMAGE: {
        wire_image *it = &parsed.as.image;
        WIRE_NEED(length >= 10, WIRE_BAD_LENGTH);
        it->width = wire_get16(at); it->height = wire_get16(at + 2); it->scale = wire_get_scale(at + 4);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        size_t samples = (size_t)it->width * it->height;
        WIRE_NEED(length == 10 + 2 * samples, WIRE_BAD_LENGTH);
        WIRE_NEED(samples <= it->capacity, WIRE_DOES_NOT_FIT);
        wire_get_i16s(at + 10, it->samples, samples);
        break;
    }
    case WIRE_TACTILE_ARRAY: {
        wire_tactile_array *it = &parsed.as.tactile_array;
        WIRE_NEED(length >= 10, WIRE_BAD_LENGTH);
        it->taxels = wire_get16(at); it->components = at[2]; it->has_touch = at[3]; it->scale = wire_get_scale(at + 4);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        size_t values = (size_t)it->taxels * it->components, touch = it->has_touch ? wire_touch_length(it->taxels) : 0;
        WIRE_NEED(length == 10 + 2 * values + touch, WIRE_BAD_LENGTH);
        WIRE_NEED(touch == 0 || (end[-1] & ~wire_last_touch_mask(it->taxels)) == 0, WIRE_BAD_PADDING);
        WIRE_NEED(values <= it->capacity && touch <= it->touch_capacity, WIRE_DOES_NOT_FIT);
        wire_get_i16s(at + 10, it->values, values);
        if (touch) memcpy(it->touch, at + 10 + 2 * values, touch);
        break;
    }
    case WIRE_WRENCH_STAMPED: {
        wire_wrench_stamped *it = &parsed.as.wrench_stamped;
        WIRE_NEED(length == 36, WIRE_BAD_LENGTH);
        it->force_scale = wire_get_scale(at); it->torque_scale = wire_get_scale(at + 6); wire_get_i32s(at + 12, it->force, 3); wire_get_i32s(at + 24, it->torque, 3);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    }
    case WIRE_FORCE_STAMPED:
        WIRE_NEED(length == 14, WIRE_BAD_LENGTH);
        parsed.as.force_stamped.raw_count = wire_get_i32(at); parsed.as.force_stamped.value = wire_get_i32(at + 4); parsed.as.force_stamped.scale = wire_get_scale(at + 8);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    case WIRE_IMU: {
        wire_imu *it = &parsed.as.imu;
        WIRE_NEED(length >= 1, WIRE_BAD_LENGTH);
        it->parts = at[0];
        WIRE_NEED(it->parts <= 7, WIRE_BAD_PADDING);
        WIRE_NEED(it->parts != 0, WIRE_BAD_VALUE);
        WIRE_NEED(length == wire_imu_length(it->parts), WIRE_BAD_LENGTH);
        at += 1;
        if (it->parts & WIRE_HAS_ORIENTATION) { it->orientation_scale = wire_get_scale(at); wire_get_i32s(at + 6, it->orientation, 4); at += 22; }
        if (it->parts & WIRE_HAS_ANGULAR_VELOCITY) { it->angular_velocity_scale = wire_get_scale(at); wire_get_i32s(at + 6, it->angular_velocity, 3); at += 18; }
        if (it->parts & WIRE_HAS_LINEAR_ACCELERATION) { it->linear_acceleration_scale = wire_get_scale(at); wire_get_i32s(at + 6, it->linear_acceleration, 3); }
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    }
    case WIRE_RANGE_MEASUREMENT: {
        wire_range_measurement *it = &parsed.as.range_measurement;
        WIRE_NEED(length == 25, WIRE_BAD_LENGTH);
        it->status = at[0]; it->field_of_view_mrad = wire_get16(at + 1); it->signal_strength = wire_get32(at + 3); it->scale = wire_get_scale(at + 7);
        it->range = wire_get_i32(at + 13); it->minimum = wire_get_i32(at + 17); it->maximum = wire_get_i32(at + 21);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    }
    case WIRE_TEMPERATURE: case WIRE_FLUID_PRESSURE: case WIRE_RELATIVE_HUMIDITY:
        WIRE_NEED(length == 10, WIRE_BAD_LENGTH);
        parsed.as.scalar.value = wire_get_i32(at); parsed.as.scalar.scale = wire_get_scale(at + 4);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    case WIRE_MAGNETIC_FIELD:
        WIRE_NEED(length == 18, WIRE_BAD_LENGTH);
        parsed.as.magnetic_field.scale = wire_get_scale(at); wire_get_i32s(at + 6, parsed.as.magnetic_field.field, 3);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    case WIRE_ELECTRICAL_STATE: {
        wire_electrical_state *it = &parsed.as.electrical_state;
        WIRE_NEED(length == 30, WIRE_BAD_LENGTH);
        it->voltage_scale = wire_get_scale(at); it->voltage = wire_get_i32(at + 6); it->current_scale = wire_get_scale(at + 10); it->current = wire_get_i32(at + 16);
        it->power_scale = wire_get_scale(at + 20); it->power = wire_get_i32(at + 26);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    }
    case WIRE_RANGE_GRID: {
        wire_range_grid *it = &parsed.as.range_grid;
        WIRE_NEED(length >= 18, WIRE_BAD_LENGTH);
        it->width = wire_get16(at); it->height = wire_get16(at + 2); it->field_of_view_x_mrad = wire_get16(at + 4); it->field_of_view_y_mrad = wire_get16(at + 6);
        it->scale = wire_get_scale(at + 8); it->minimum = wire_get_i16(at + 14); it->maximum = wire_get_i16(at + 16);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        size_t zones = (size_t)it->width * it->height;
        WIRE_NEED(length == 18 + 3 * zones, WIRE_BAD_LENGTH);
        for (size_t i = 0; i < zones; i++) {
            uint8_t status = at[18 + 2 * zones + i];
            WIRE_NEED(status <= WIRE_RANGE_LAST_STATUS, WIRE_UNKNOWN_CODE);
            WIRE_TRY(wire_check_range(status, wire_get_i16(at + 18 + 2 * i), it->minimum, it->maximum));
        }
        WIRE_NEED(zones <= it->capacity, WIRE_DOES_NOT_FIT);
        wire_get_i16s(at + 18, it->ranges, zones);
        memcpy(it->statuses, at + 18 + 2 * zones, zones);
        break;
    }
    case WIRE_CLASSIFICATION: {
        wire_classification *it = &parsed.as.classification;
        WIRE_NEED(length >= 71, WIRE_BAD_LENGTH);
        it->oldest_input_age_us = wire_get32(at); it->provider = at[4]; it->classes = at[5]; it->class_index = at[6];
        memcpy(it->model_digest, at + 7, 32); memcpy(it->input_digest, at + 39, 32);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        WIRE_NEED(length == 71 + 2 * (size_t)it->classes, WIRE_BAD_LENGTH);
        for (size_t i = 0; i < it->classes; i++) it->probabilities[i] = wire_get16(at + 71 + 2 * i);
        break;
    }
    case WIRE_PERCEPTION_EVENT: {
        wire_perception_event *it = &parsed.as.perception_event;
        WIRE_NEED(length == 16, WIRE_BAD_LENGTH);
        it->oldest_input_age_us = wire_get32(at); it->kind = at[4]; it->active = at[5]; it->value = wire_get_i32(at + 6); it->scale = wire_get_scale(at + 10);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    }
    case WIRE_JOINT_STATE: {
        wire_joint_state *it = &parsed.as.joint_state;
        WIRE_NEED(length >= 2, WIRE_BAD_LENGTH);
        it->parts = at[0]; it->joints = at[1];
        WIRE_NEED(it->parts <= 7, WIRE_BAD_PADDING);
        WIRE_NEED(it->parts != 0, WIRE_BAD_VALUE);
        WIRE_NEED(it->joints >= 1 && it->joints <= WIRE_MAX_JOINTS, WIRE_BAD_COUNT);
        WIRE_NEED(length == wire_joint_length(it->parts, it->joints), WIRE_BAD_LENGTH);
        size_t part = wire_joint_part_length(it->joints);
        const uint8_t *velocity = at + 2 + (it->parts & WIRE_HAS_POSITION ? part : 0), *effort = velocity + (it->parts & WIRE_HAS_VELOCITY ? part : 0);
        if (it->parts & WIRE_HAS_POSITION) it->position_scale = wire_get_scale(at + 2);
        if (it->parts & WIRE_HAS_VELOCITY) it->velocity_scale = wire_get_scale(velocity);
        if (it->parts & WIRE_HAS_EFFORT) it->effort_scale = wire_get_scale(effort);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        WIRE_NEED(it->joints <= it->capacity, WIRE_DOES_NOT_FIT);
        if (it->parts & WIRE_HAS_POSITION) wire_get_i32s(at + 8, it->position, it->joints);
        if (it->parts & WIRE_HAS_VELOCITY) wire_get_i32s(velocity + 6, it->velocity, it->joints);
        if (it->parts & WIRE_HAS_EFFORT) wire_get_i32s(effort + 6, it->effort, it->joints);
        break;
    }
    case WIRE_DETECTION_2D_ARRAY: {
        wire_detection_2d_array *it = &parsed.as.detection_2d_array;
        WIRE_NEED(length >= 74, WIRE_BAD_LENGTH);
        it->oldest_input_age_us = wire_get32(at); it->provider = at[4]; it->count = at[5]; it->image_width = wire_get16(at + 6); it->image_height = wire_get16(at + 8);
        memcpy(it->model_digest, at + 10, 32); memcpy(it->input_digest, at + 42, 32);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        WIRE_NEED(length == 74 + 20 * (size_t)it->count, WIRE_BAD_LENGTH);
        for (size_t i = 0; i < it->count; i++)
            WIRE_NEED(wire_get_i32(at + 74 + 20 * i + 12) >= 0 && wire_get_i32(at + 74 + 20 * i + 16) >= 0, WIRE_BAD_VALUE);
        WIRE_NEED(it->count <= it->capacity, WIRE_DOES_NOT_FIT);
        for (size_t i = 0; i < it->count; i++) {
            const uint8_t *from = at + 74 + 20 * i;
            wire_detection *box = &it->detections[i];
            box->class_index = wire_get16(from); box->score = wire_get16(from + 2); box->centre_x = wire_get_i32(from + 4); box->centre_y = wire_get_i32(from + 8);
            box->size_x = wire_get_i32(from + 12); box->size_y = wire_get_i32(from + 16);
        }
        break;
    }
    case WIRE_COMMAND: {
        wire_command *it = &parsed.as.command;
        WIRE_NEED(length >= 10, WIRE_BAD_LENGTH);
        it->board = wire_get16(at); it->boot = wire_get16(at + 2); it->number = wire_get32(at + 4); it->code = at[8]; it->stream = at[9];
        WIRE_NEED(it->board != WIRE_EVERY_BOARD, WIRE_BAD_VALUE);
        WIRE_TRY(wire_check_code(it->code, it->stream));
        at += 10;
        if (it->code == WIRE_UPDATE_CONFIGURATION) {
            WIRE_NEED(length >= 48, WIRE_BAD_LENGTH);
            it->total = wire_get16(at); it->offset = wire_get16(at + 2); it->count = wire_get16(at + 4); memcpy(it->digest, at + 6, 32);
            WIRE_TRY(wire_check_fixed(type, &parsed));
            WIRE_NEED(length == 48u + it->count, WIRE_BAD_LENGTH);
            WIRE_NEED(it->count <= it->capacity, WIRE_DOES_NOT_FIT);
            memcpy(it->piece, at + 38, it->count);
            break;
        }
        WIRE_NEED(length == 10 + wire_arguments_length(it->code), WIRE_BAD_LENGTH);
        if (it->code == WIRE_IDENTIFY) it->identify_ms = wire_get16(at);
        if (it->code == WIRE_SET_RATE) it->period_us = wire_get32(at);
        if (it->code == WIRE_CALIBRATE) { it->reference = wire_get_i32(at); it->reference_scale = wire_get_scale(at + 4); }
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    }
    case WIRE_ACKNOWLEDGEMENT: {
        wire_acknowledgement *it = &parsed.as.acknowledgement;
        WIRE_NEED(length == 14, WIRE_BAD_LENGTH);
        it->robot_boot = wire_get16(at); it->number = wire_get32(at + 2); it->code = at[6]; it->stream = at[7]; it->outcome = at[8]; it->repeated = at[9];
        it->detail = wire_get32(at + 10);
        WIRE_TRY(wire_check_fixed(type, &parsed));
        break;
    }
    default:
        return WIRE_UNKNOWN_TYPE;
    }
    *into = parsed;
    return WIRE_OK;
}

/* Finds frames in the bytes of a link. One buffer, nothing more, whatever arrives; a buffer below WIRE_MAX_LINK - 1 bytes takes only smaller frames. */
typedef struct wire_receiver {
    uint8_t *buffer; size_t capacity;
    size_t pending;      /* bytes of a piece whose delimiter has not come */
    uint8_t overlong;    /* the piece is longer than the buffer: it can only be counted */
    wire_header header;  /* of the frame found last */
    size_t length;       /* of the raw frame found last, from buffer[0] on, until the next byte */
    uint32_t accepted, rejected[WIRE_STATUS_COUNT];
} wire_receiver;

/* Takes one byte: WIRE_FRAME when it ended a sound frame, the rejection when it ended a piece that is none, WIRE_NOTHING otherwise. */
static inline wire_status wire_receive(wire_receiver *receiver, uint8_t byte)
{
    receiver->length = 0;
    if (byte != 0) {
        if (receiver->pending < receiver->capacity) receiver->buffer[receiver->pending++] = byte;
        else receiver->overlong = 1;
        return WIRE_NOTHING;
    }
    size_t pending = receiver->pending;
    uint8_t overlong = receiver->overlong;
    receiver->pending = 0;
    receiver->overlong = 0;
    if (pending == 0) return WIRE_NOTHING;
    wire_status status = WIRE_TOO_LONG;
    if (!overlong) {
        size_t length = wire_cobs_decode(receiver->buffer, pending, receiver->buffer, receiver->capacity);
        status = length == SIZE_MAX ? WIRE_BAD_COBS : wire_decode_header(receiver->buffer, length, &receiver->header);
        if (status == WIRE_OK) {
            receiver->length = length;
            receiver->accepted++;
            return WIRE_FRAME;
        }
    }
    receiver->rejected[status]++;
    return status;
}

#endif
