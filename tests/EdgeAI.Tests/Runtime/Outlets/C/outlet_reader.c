/*
 * A controller in C over edgeai_outlet.h, for the tests.
 *
 *     outlet_reader follow PATH          prints what it reads until the writer ends, and what it lost
 *     outlet_reader socket PATH COUNT    the same for a datagram socket that it makes at PATH
 *     outlet_reader stale PATH           waits until the heartbeat stops
 */
#include "edgeai_outlet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>

static void print(const edgeai_item *item) {
    edgeai_event event;
    edgeai_classification answer;
    edgeai_imu imu;
    edgeai_wrench wrench;
    static edgeai_joints joints;
    static edgeai_detections found;
    static edgeai_health health;
    uint32_t index;
    printf("%" PRIu64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRIu64 " %u/%u %u", item->sequence, item->stamp_ns, item->uncertainty_ns, item->oldest_ns,
        item->source_sequence, item->board, item->stream, item->flags);
    if (edgeai_item_event(item, &event)) {
        printf(" event %u %u %.17g unit %u", event.what, event.active, event.value, event.unit);
    } else if (edgeai_item_classification(item, &answer)) {
        printf(" class %u of", answer.class_index);
        for (index = 0; index < answer.class_count; index++) {
            printf(" %.17g", answer.probability[index]);
        }
        printf(" model %02x%02x", answer.model_sha256[0], answer.model_sha256[31]);
    } else if (edgeai_item_imu(item, &imu)) {
        printf(" imu %u", imu.parts);
        for (index = 0; index < 4; index++) {
            printf(" %.17g", imu.orientation_xyzw[index]);
        }
        for (index = 0; index < 3; index++) {
            printf(" %.17g %.17g", imu.angular_velocity[index], imu.linear_acceleration[index]);
        }
    } else if (edgeai_item_wrench(item, &wrench)) {
        printf(" wrench");
        for (index = 0; index < 3; index++) {
            printf(" %.17g %.17g", wrench.force[index], wrench.torque[index]);
        }
    } else if (edgeai_item_joints(item, &joints)) {
        printf(" joints %u unit %u", joints.parts, joints.effort_unit);
        for (index = 0; index < joints.count; index++) {
            printf(" %.17g %.17g %.17g", joints.joint[index].position, joints.joint[index].velocity, joints.joint[index].effort);
        }
    } else if (edgeai_item_detections(item, &found)) {
        printf(" found %ux%u model %02x", found.image_width, found.image_height, found.model_sha256[0]);
        for (index = 0; index < found.count; index++) {
            printf(" %u %.17g %.17g %.17g %.17g %.17g", found.detection[index].class_index, found.detection[index].score, found.detection[index].centre_x,
                found.detection[index].centre_y, found.detection[index].width, found.detection[index].height);
        }
    } else if (edgeai_item_health(item, &health)) {
        printf(" health %u %u %u '%s'", health.code, health.active, health.level, health.text);
    } else {
        printf(" kind %u of %u bytes", item->kind, item->length);
    }
    printf("\n");
    fflush(stdout);
}

static int follow(const char *path) {
    static edgeai_item item;
    edgeai_outlet ring;
    uint64_t read = 0;
    edgeai_outlet_status status = edgeai_outlet_open(&ring, path);
    if (status != EDGEAI_OUTLET_OK) {
        printf("cannot open: %d\n", (int)status);
        return 1;
    }
    printf("boot %" PRIu64 " origin %" PRId64 " slots %" PRIu64 " writer %u heartbeat %u\n", ring.boot, ring.origin_ns, ring.slots, ring.writer_pid,
        ring.heartbeat_period_ms);
    fflush(stdout);
    for (;;) {
        status = edgeai_outlet_read(&ring, &item);
        if (status == EDGEAI_OUTLET_ENDED) {
            break;
        }
        if (status == EDGEAI_OUTLET_NOTHING) {
            edgeai_outlet_wait(&ring, 10000000000);
            continue;
        }
        read++;
        if (item.published_ns > edgeai_outlet_monotonic_ns() - ring.origin_ns) {
            printf("published in the future\n");
        }
        if (edgeai_outlet_age_ns(&ring, &item) < item.published_ns - item.oldest_ns) {
            printf("younger than when it was published\n");
        }
        print(&item);
    }
    printf("ended, read %" PRIu64 ", lost %" PRIu64 "\n", read, ring.lost);
    edgeai_outlet_close(&ring);
    return 0;
}

static int stale(const char *path) {
    edgeai_outlet ring;
    if (edgeai_outlet_open(&ring, path) != EDGEAI_OUTLET_OK) {
        return 1;
    }
    printf("open\n");
    fflush(stdout);
    while (!edgeai_outlet_is_stale(&ring, 3 * (int64_t)ring.heartbeat_period_ms * 1000000)) {
        edgeai_outlet_wait(&ring, 1000000);
    }
    printf("stale, %s\n", edgeai_outlet_is_open(&ring) ? "not closed" : "closed");
    edgeai_outlet_close(&ring);
    return 0;
}

static int from_socket(const char *path, int count) {
    static edgeai_item item;
    static uint8_t bytes[EDGEAI_OUTLET_MAX_DATAGRAM + 1];
    struct sockaddr_un address;
    uint64_t boot;
    int64_t origin;
    int handle = socket(AF_UNIX, SOCK_DGRAM, 0);
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    if (handle < 0 || strlen(path) >= sizeof address.sun_path) {
        return 1;
    }
    strcpy(address.sun_path, path);
    if (bind(handle, (const struct sockaddr *)&address, sizeof address) != 0) {
        return 1;
    }
    printf("bound\n");
    fflush(stdout);
    while (count-- > 0) {
        ssize_t length = recv(handle, bytes, sizeof bytes, 0);
        if (length < 0) {
            return 1;
        }
        if (edgeai_datagram_read(bytes, (size_t)length, &boot, &origin, &item)) {
            printf("boot %" PRIu64 " origin %" PRId64 " ", boot, origin);
            print(&item);
        } else {
            printf("refused\n");
            fflush(stdout);
        }
    }
    close(handle);
    return 0;
}

int main(int count, char **words) {
    if (count == 3 && strcmp(words[1], "follow") == 0) {
        return follow(words[2]);
    }
    if (count == 3 && strcmp(words[1], "stale") == 0) {
        return stale(words[2]);
    }
    return count == 4 && strcmp(words[1], "socket") == 0 ? from_socket(words[2], atoi(words[3])) : 2;
}
