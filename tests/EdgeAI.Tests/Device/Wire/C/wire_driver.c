/*
 * Runs firmware/wire.h over frames: one raw frame in hexadecimal and one link form per line of standard input, separated by a space ("-" for none).
 * Answers each with one line: rejection number of the raw frame, rejection number of the link form, whether both write back the same bytes,
 * and what the frame says, as in Vectors/index.tsv.
 */
#include "wire.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int16_t shorts[3 * WIRE_MAX_TAXELS];
static uint8_t octets[WIRE_MAX_SAMPLES];
static int32_t words[3 * WIRE_MAX_JOINTS];
static wire_detection boxes[WIRE_MAX_DETECTIONS];
static wire_message message;

static void give_arrays(uint8_t type)
{
    memset(&message, 0, sizeof message);
    if (type == WIRE_IMAGE) { message.as.image.samples = shorts; message.as.image.capacity = WIRE_MAX_SAMPLES; }
    if (type == WIRE_TACTILE_ARRAY) {
        message.as.tactile_array.values = shorts; message.as.tactile_array.capacity = 3 * WIRE_MAX_TAXELS;
        message.as.tactile_array.touch = octets; message.as.tactile_array.touch_capacity = WIRE_MAX_TAXELS / 8;
    }
    if (type == WIRE_RANGE_GRID) { message.as.range_grid.ranges = shorts; message.as.range_grid.statuses = octets; message.as.range_grid.capacity = WIRE_MAX_SAMPLES; }
    if (type == WIRE_TAXEL_LAYOUT) { message.as.taxel_layout.taxels = shorts; message.as.taxel_layout.capacity = WIRE_MAX_LAYOUT_TAXELS; }
    if (type == WIRE_JOINT_STATE) {
        message.as.joint_state.position = words; message.as.joint_state.velocity = words + WIRE_MAX_JOINTS; message.as.joint_state.effort = words + 2 * WIRE_MAX_JOINTS;
        message.as.joint_state.capacity = WIRE_MAX_JOINTS;
    }
    if (type == WIRE_DETECTION_2D_ARRAY) { message.as.detection_2d_array.detections = boxes; message.as.detection_2d_array.capacity = WIRE_MAX_DETECTIONS; }
    if (type == WIRE_COMMAND) { message.as.command.piece = octets; message.as.command.capacity = WIRE_MAX_PIECE; }
}

static void say_scale(const char *name, wire_scale scale) { printf(";%s=%" PRId32 ",%d,%u", name, scale.mantissa, scale.exponent, scale.unit); }
static void say_i16s(const char *name, const int16_t *values, size_t count) { printf(";%s=", name); for (size_t i = 0; i < count; i++) printf(i ? ",%d" : "%d", values[i]); }
static void say_i32s(const char *name, const int32_t *values, size_t count) { printf(";%s=", name); for (size_t i = 0; i < count; i++) printf(i ? ",%" PRId32 : "%" PRId32, values[i]); }
static void say_u8s(const char *name, const uint8_t *values, size_t count) { printf(";%s=", name); for (size_t i = 0; i < count; i++) printf(i ? ",%u" : "%u", values[i]); }
static void say_hex(const char *name, const void *bytes, size_t count) { const uint8_t *at = bytes; printf(";%s=", name); for (size_t i = 0; i < count; i++) printf("%02x", at[i]); }
static void say_u(const char *name, uint64_t value) { printf(";%s=%" PRIu64, name, value); }
static void say_i(const char *name, int64_t value) { printf(";%s=%" PRId64, name, value); }

static void say(const wire_header *header)
{
    printf("type=%u;flags=%u;stream=%u;board=%u;boot=%u;sequence=%" PRIu64 ";time=%" PRIu64 ";uncertainty=%" PRIu32,
        header->type, header->flags, header->stream, header->board, header->boot, header->sequence, header->time_us, header->uncertainty_us);
    switch (header->type) {
    case WIRE_HELLO: {
        const wire_hello *it = &message.as.hello;
        say_u("hello", it->hello); say_u("streams", it->streams); say_u("receiveLimit", it->receive_limit); say_u("commandsRemembered", it->commands_remembered);
        say_hex("profileHash", it->profile_hash, 32); say_hex("boardName", it->board_name.bytes, it->board_name.count);
        say_hex("serialNumber", it->serial_number.bytes, it->serial_number.count); say_hex("firmwareVersion", it->firmware_version.bytes, it->firmware_version.count);
        break;
    }
    case WIRE_FAULT: say_u("status", message.as.fault.status); say_u("failedReadings", message.as.fault.failed_readings); break;
    case WIRE_LOG_RECORD:
        say_u("level", message.as.log_record.level); say_u("code", message.as.log_record.code);
        say_hex("text", message.as.log_record.text.bytes, message.as.log_record.text.count);
        break;
    case WIRE_TIME_REQUEST: say_u("target", message.as.time_request.board); say_u("exchange", message.as.time_request.exchange); say_u("t1", message.as.time_request.t1_ns); break;
    case WIRE_TIME_RESPONSE: {
        const wire_time_response *it = &message.as.time_response;
        say_u("robotBoot", it->robot_boot); say_u("exchange", it->exchange); say_u("t1", it->t1_ns); say_u("t2", it->t2_ns); say_u("t3", it->t3_ns);
        break;
    }
    case WIRE_HELLO_REQUEST: say_u("target", message.as.hello_request.board); break;
    case WIRE_STREAM_DESCRIPTION: {
        const wire_stream_description *it = &message.as.stream_description;
        say_u("hello", it->hello); say_u("index", it->index); say_u("describes", it->stream); say_u("readingType", it->type); say_u("period", it->period_us);
        say_scale("scale", it->scale); say_i("minimum", it->minimum); say_i("maximum", it->maximum); say_u("uncertain", it->uncertainty);
        say_u("elements", it->elements); say_u("components", it->components); say_u("calibrated", it->calibrated);
        say_hex("certificateHash", it->certificate_hash, 32); say_hex("sensorName", it->sensor_name.bytes, it->sensor_name.count);
        say_hex("frameName", it->frame_name.bytes, it->frame_name.count);
        break;
    }
    case WIRE_TAXEL_LAYOUT: {
        const wire_taxel_layout *it = &message.as.taxel_layout;
        say_u("hello", it->hello); say_u("describes", it->stream); say_u("total", it->total); say_u("first", it->first); say_u("count", it->count);
        say_i16s("taxels", it->taxels, 6 * (size_t)it->count);
        break;
    }
    case WIRE_IMAGE: {
        const wire_image *it = &message.as.image;
        say_u("width", it->width); say_u("height", it->height); say_scale("scale", it->scale); say_i16s("samples", it->samples, (size_t)it->width * it->height);
        break;
    }
    case WIRE_TACTILE_ARRAY: {
        const wire_tactile_array *it = &message.as.tactile_array;
        say_u("taxels", it->taxels); say_u("components", it->components); say_u("hasTouch", it->has_touch); say_scale("scale", it->scale);
        say_i16s("values", it->values, (size_t)it->taxels * it->components);
        if (it->has_touch) say_u8s("touch", it->touch, wire_touch_length(it->taxels));
        break;
    }
    case WIRE_WRENCH_STAMPED:
        say_scale("forceScale", message.as.wrench_stamped.force_scale); say_scale("torqueScale", message.as.wrench_stamped.torque_scale);
        say_i32s("force", message.as.wrench_stamped.force, 3); say_i32s("torque", message.as.wrench_stamped.torque, 3);
        break;
    case WIRE_FORCE_STAMPED: say_i("rawCount", message.as.force_stamped.raw_count); say_i("value", message.as.force_stamped.value); say_scale("scale", message.as.force_stamped.scale); break;
    case WIRE_IMU: {
        const wire_imu *it = &message.as.imu;
        say_u("parts", it->parts);
        if (it->parts & WIRE_HAS_ORIENTATION) { say_scale("orientationScale", it->orientation_scale); say_i32s("orientation", it->orientation, 4); }
        if (it->parts & WIRE_HAS_ANGULAR_VELOCITY) { say_scale("angularVelocityScale", it->angular_velocity_scale); say_i32s("angularVelocity", it->angular_velocity, 3); }
        if (it->parts & WIRE_HAS_LINEAR_ACCELERATION) { say_scale("linearAccelerationScale", it->linear_acceleration_scale); say_i32s("linearAcceleration", it->linear_acceleration, 3); }
        break;
    }
    case WIRE_RANGE_MEASUREMENT: {
        const wire_range_measurement *it = &message.as.range_measurement;
        say_u("status", it->status); say_u("fieldOfView", it->field_of_view_mrad); say_u("signalStrength", it->signal_strength); say_scale("scale", it->scale);
        say_i("range", it->range); say_i("minimum", it->minimum); say_i("maximum", it->maximum);
        break;
    }
    case WIRE_TEMPERATURE: case WIRE_FLUID_PRESSURE: case WIRE_RELATIVE_HUMIDITY: say_i("value", message.as.scalar.value); say_scale("scale", message.as.scalar.scale); break;
    case WIRE_MAGNETIC_FIELD: say_scale("scale", message.as.magnetic_field.scale); say_i32s("field", message.as.magnetic_field.field, 3); break;
    case WIRE_ELECTRICAL_STATE: {
        const wire_electrical_state *it = &message.as.electrical_state;
        say_scale("voltageScale", it->voltage_scale); say_i("voltage", it->voltage); say_scale("currentScale", it->current_scale); say_i("current", it->current);
        say_scale("powerScale", it->power_scale); say_i("power", it->power);
        break;
    }
    case WIRE_RANGE_GRID: {
        const wire_range_grid *it = &message.as.range_grid;
        size_t zones = (size_t)it->width * it->height;
        say_u("width", it->width); say_u("height", it->height); say_u("fieldOfViewX", it->field_of_view_x_mrad); say_u("fieldOfViewY", it->field_of_view_y_mrad);
        say_scale("scale", it->scale); say_i("minimum", it->minimum); say_i("maximum", it->maximum); say_i16s("ranges", it->ranges, zones); say_u8s("statuses", it->statuses, zones);
        break;
    }
    case WIRE_CLASSIFICATION: {
        const wire_classification *it = &message.as.classification;
        say_u("age", it->oldest_input_age_us); say_u("provider", it->provider); say_u("classIndex", it->class_index); say_hex("modelDigest", it->model_digest, 32);
        say_hex("inputDigest", it->input_digest, 32);
        printf(";probabilities=");
        for (size_t i = 0; i < it->classes; i++) printf(i ? ",%u" : "%u", it->probabilities[i]);
        break;
    }
    case WIRE_PERCEPTION_EVENT: {
        const wire_perception_event *it = &message.as.perception_event;
        say_u("age", it->oldest_input_age_us); say_u("kind", it->kind); say_u("active", it->active); say_i("value", it->value); say_scale("scale", it->scale);
        break;
    }
    case WIRE_JOINT_STATE: {
        const wire_joint_state *it = &message.as.joint_state;
        say_u("parts", it->parts); say_u("joints", it->joints);
        if (it->parts & WIRE_HAS_POSITION) { say_scale("positionScale", it->position_scale); say_i32s("position", it->position, it->joints); }
        if (it->parts & WIRE_HAS_VELOCITY) { say_scale("velocityScale", it->velocity_scale); say_i32s("velocity", it->velocity, it->joints); }
        if (it->parts & WIRE_HAS_EFFORT) { say_scale("effortScale", it->effort_scale); say_i32s("effort", it->effort, it->joints); }
        break;
    }
    case WIRE_DETECTION_2D_ARRAY: {
        const wire_detection_2d_array *it = &message.as.detection_2d_array;
        say_u("age", it->oldest_input_age_us); say_u("provider", it->provider); say_u("imageWidth", it->image_width); say_u("imageHeight", it->image_height);
        say_hex("modelDigest", it->model_digest, 32); say_hex("inputDigest", it->input_digest, 32);
        printf(";detections=");
        for (size_t i = 0; i < it->count; i++) {
            const wire_detection *box = &it->detections[i];
            printf("%s%u,%u,%" PRId32 ",%" PRId32 ",%" PRId32 ",%" PRId32, i ? "," : "", box->class_index, box->score, box->centre_x, box->centre_y, box->size_x, box->size_y);
        }
        break;
    }
    case WIRE_COMMAND: {
        const wire_command *it = &message.as.command;
        say_u("target", it->board); say_u("targetBoot", it->boot); say_u("command", it->number); say_u("code", it->code); say_u("concerns", it->stream);
        if (it->code == WIRE_IDENTIFY) say_u("milliseconds", it->identify_ms);
        if (it->code == WIRE_SET_RATE) say_u("period", it->period_us);
        if (it->code == WIRE_CALIBRATE) { say_i("reference", it->reference); say_scale("scale", it->reference_scale); }
        if (it->code == WIRE_UPDATE_CONFIGURATION) { say_u("total", it->total); say_u("offset", it->offset); say_hex("digest", it->digest, 32); say_hex("piece", it->piece, it->count); }
        break;
    }
    case WIRE_ACKNOWLEDGEMENT: {
        const wire_acknowledgement *it = &message.as.acknowledgement;
        say_u("robotBoot", it->robot_boot); say_u("command", it->number); say_u("code", it->code); say_u("concerns", it->stream); say_u("outcome", it->outcome);
        say_u("repeated", it->repeated); say_u("detail", it->detail);
        break;
    }
    default: break;
    }
}

static size_t from_hex(const char *text, uint8_t *out)
{
    size_t count = 0;
    unsigned value;
    while (sscanf(text + 2 * count, "%2x", &value) == 1) out[count++] = (uint8_t)value;
    return count;
}

static wire_status read_raw(const uint8_t *frame, size_t count, wire_header *header)
{
    wire_status status = wire_decode_header(frame, count, header);
    if (status != WIRE_OK) return status;
    give_arrays(header->type);
    wire_message before = message;
    status = wire_decode(frame, count, &message);
    if (status != WIRE_OK && memcmp(&before, &message, sizeof message) != 0) {
        fprintf(stderr, "a rejected payload changed the message\n");
        exit(2);
    }
    return status;
}

int main(void)
{
    static char line[40000], raw_text[20000], link_text[20000];
    static uint8_t raw[10000], link[10000], again[WIRE_MAX_LINK], in[WIRE_MAX_LINK - 1];
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "%19999s %19999s", raw_text, link_text) != 2) return 1;
        size_t raw_count = from_hex(raw_text, raw), link_count = link_text[0] == '-' ? 0 : from_hex(link_text, link);

        /* A copy of exactly the frame's size: one byte read beyond it is an error of the address sanitizer. */
        uint8_t *exact = malloc(raw_count ? raw_count : 1);
        if (!exact) return 1;
        memcpy(exact, raw, raw_count);

        wire_header header;
        memset(&header, 0, sizeof header);
        wire_receiver receiver = { .buffer = in, .capacity = sizeof in };
        wire_status linked = WIRE_NOTHING;
        for (size_t i = 0; i < link_count; i++) linked = wire_receive(&receiver, link[i]);
        if (linked == WIRE_FRAME) linked = read_raw(in, receiver.length, &header);
        wire_status status = read_raw(exact, raw_count, &header);
        int same = 0;
        if (status == WIRE_OK) {
            size_t written = wire_encode(&header, &message, again, sizeof again);
            same = written == raw_count && memcmp(again, exact, raw_count) == 0;
            if (link_count) {
                written = wire_encode_for_link(&header, &message, again, wire_cobs_limit(raw_count) + 1);
                same = same && written == link_count && memcmp(again, link, link_count) == 0;
            }
        }
        printf("%d %d %d ", status, linked, same);
        if (status == WIRE_OK) say(&header);
        putchar('\n');
        free(exact);
    }
    return 0;
}
