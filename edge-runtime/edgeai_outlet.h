/*
 * edgeai_outlet.h: reads what a robot perceives, in a controller on the same machine (OUTLET.md beside this file has the layout).
 *
 * One header, C99 with the __atomic builtins of gcc and clang, 64-bit Linux, no allocation, no global state, no floating point of its own.
 * The ring is mapped read-only: nothing a controller does can reach the robot. Include it first, or define _GNU_SOURCE before.
 *
 *     edgeai_outlet ring;
 *     edgeai_item item;
 *     if (edgeai_outlet_open(&ring, "/run/edgeai/ring") != EDGEAI_OUTLET_OK) { ... no robot yet: try again later ... }
 *     for (;;) {
 *         switch (edgeai_outlet_read(&ring, &item)) {
 *         case EDGEAI_OUTLET_ITEM:
 *             if (item.flags == 0 && edgeai_outlet_age_ns(&ring, &item) < 5000000) { ... act on it ... }
 *             break;
 *         case EDGEAI_OUTLET_NOTHING:
 *             if (edgeai_outlet_is_stale(&ring, 100000000)) { ... the robot hangs or is gone: be safe without it, open again ... }
 *             edgeai_outlet_wait(&ring, 20000000);
 *             break;
 *         default: ... the robot ended or started again: close, open again ...
 *         }
 *     }
 *
 * Memory order. A slot's turn is 2n + 1 while item n is written and 2n + 2 once it stands. The writer stores the odd turn, then (store barrier)
 * the item's words, then (store-release) the even turn. This reader loads the even turn (load-acquire), the words (each a relaxed atomic load, so
 * that a race is no undefined behaviour), then behind an acquire fence the turn again. If any word came from a later item, that item's odd turn
 * was stored before the word, and the fence makes the second load see it or something newer: the copy is thrown away. x86 gives all of this to plain
 * loads; on arm64 it is ldar, ldr and dmb ishld.
 */
#ifndef EDGEAI_OUTLET_H
#define EDGEAI_OUTLET_H

#if !defined(_GNU_SOURCE) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if !defined(__USE_MISC) && defined(__GLIBC__)
#error "include edgeai_outlet.h before the system's headers, or define _GNU_SOURCE"
#endif
#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || __SIZEOF_POINTER__ != 8
#error "edgeai_outlet.h is for 64-bit little-endian machines"
#endif

#define EDGEAI_OUTLET_VERSION 1
#define EDGEAI_OUTLET_HEADER 256
#define EDGEAI_OUTLET_SLOT 4096
#define EDGEAI_OUTLET_MAX_PAYLOAD 4032
#define EDGEAI_OUTLET_ITEM_HEAD 56
#define EDGEAI_OUTLET_DATAGRAM_PREFIX 24
#define EDGEAI_OUTLET_MAX_DATAGRAM (EDGEAI_OUTLET_DATAGRAM_PREFIX + EDGEAI_OUTLET_ITEM_HEAD + EDGEAI_OUTLET_MAX_PAYLOAD)
#define EDGEAI_UNKNOWN INT64_MAX

typedef enum edgeai_outlet_status {
    EDGEAI_OUTLET_OK = 0,
    EDGEAI_OUTLET_NOTHING = 0, /* nothing new yet */
    EDGEAI_OUTLET_ITEM = 1,    /* the next item */
    EDGEAI_OUTLET_ENDED = 2,   /* everything was read, and the writer has ended or was replaced: open again */
    EDGEAI_OUTLET_NOT_THERE = -1,
    EDGEAI_OUTLET_NOT_A_RING = -2,
    EDGEAI_OUTLET_NO_MEMORY = -3,
    EDGEAI_OUTLET_NOT_TRUSTED = -4 /* a link, a pipe, another user's file, or one that others may write: not the robot's */
} edgeai_outlet_status;

/* What an item tells: below 0xF0 the wire's payload types (firmware/WIRE.md). */
enum {
    EDGEAI_WRENCH = 0x12, EDGEAI_IMU = 0x14, EDGEAI_JOINTS = 0x1C, EDGEAI_CLASSIFICATION = 0x40, EDGEAI_EVENT = 0x41, EDGEAI_DETECTIONS = 0x42,
    EDGEAI_HEALTH = 0xF0
};

/* The world behind an item: none of these set is a real, live one. */
enum { EDGEAI_SIMULATED = 1, EDGEAI_REPLAYED = 2, EDGEAI_SATURATED = 4, EDGEAI_STUCK = 8, EDGEAI_UNFAMILIAR = 16 };

/* An item as it stands in its slot behind the turn, and in a datagram behind the prefix. Instants are on the robot's timeline, nanoseconds. */
typedef struct edgeai_item {
    uint64_t sequence;        /* counts from the robot's start; a hole is a loss */
    int64_t stamp_ns;         /* when the newest reading behind it was true */
    int64_t uncertainty_ns;   /* the true instant is within plus or minus this; EDGEAI_UNKNOWN where it is not known */
    int64_t oldest_ns;        /* when the oldest reading behind it was true */
    int64_t published_ns;     /* when the robot published it */
    uint64_t source_sequence; /* its number in its stream */
    uint16_t board;           /* the stream's board; 0 is the robot itself */
    uint8_t stream;
    uint8_t kind;
    uint16_t flags;
    uint16_t length;          /* bytes of payload */
    union { uint8_t bytes[EDGEAI_OUTLET_MAX_PAYLOAD]; uint64_t words[EDGEAI_OUTLET_MAX_PAYLOAD / 8]; double values[EDGEAI_OUTLET_MAX_PAYLOAD / 8]; } payload;
} edgeai_item;

typedef struct edgeai_event { double value; uint32_t what; uint32_t active; uint32_t unit; uint32_t reserved; } edgeai_event;
typedef struct edgeai_classification { uint32_t class_index; uint32_t class_count; uint8_t model_sha256[32]; double probability[32]; } edgeai_classification;
typedef struct edgeai_imu { uint32_t parts; uint32_t reserved; double orientation_xyzw[4]; double angular_velocity[3]; double linear_acceleration[3]; } edgeai_imu;
typedef struct edgeai_joint { double position; double velocity; double effort; } edgeai_joint;
typedef struct edgeai_joints { uint32_t count; uint32_t parts; uint32_t effort_unit; uint32_t reserved; edgeai_joint joint[64]; } edgeai_joints;
typedef struct edgeai_detection { uint32_t class_index; uint32_t reserved; double score; double centre_x; double centre_y; double width; double height; } edgeai_detection;
typedef struct edgeai_detections {
    uint32_t count; uint32_t image_width; uint32_t image_height; uint32_t reserved; uint8_t model_sha256[32]; edgeai_detection detection[64];
} edgeai_detections;
typedef struct edgeai_health { uint32_t code; uint32_t active; uint32_t level; uint32_t text_length; char text[256]; } edgeai_health;
typedef struct edgeai_wrench { double force[3]; double torque[3]; } edgeai_wrench;

/* A reader; its fields are its own, lost and boot are for the controller to read. */
typedef struct edgeai_outlet {
    const uint8_t *memory;
    size_t size;
    uint64_t slots;
    uint64_t next;
    uint64_t lost;     /* items that were overwritten before this reader came to them */
    uint64_t boot;     /* tells one start of the robot from the next: sequence and timeline begin again with each */
    int64_t origin_ns; /* CLOCK_MONOTONIC at the zero of the robot's timeline */
    uint32_t heartbeat_period_ms;
    uint32_t writer_pid;
} edgeai_outlet;

static inline uint32_t edgeai_outlet_u32(const edgeai_outlet *ring, size_t at) { uint32_t value; memcpy(&value, ring->memory + at, sizeof value); return value; }
static inline uint64_t edgeai_outlet_u64(const edgeai_outlet *ring, size_t at) { uint64_t value; memcpy(&value, ring->memory + at, sizeof value); return value; }
static inline const uint64_t *edgeai_outlet_word(const edgeai_outlet *ring, size_t at) { return (const uint64_t *)(const void *)(ring->memory + at); }
static inline const uint32_t *edgeai_outlet_half(const edgeai_outlet *ring, size_t at) { return (const uint32_t *)(const void *)(ring->memory + at); }
static inline size_t edgeai_outlet_slot(const edgeai_outlet *ring) { return EDGEAI_OUTLET_HEADER + (size_t)(ring->next & (ring->slots - 1)) * EDGEAI_OUTLET_SLOT; }
static inline bool edgeai_outlet_is_open(const edgeai_outlet *ring) { return __atomic_load_n(edgeai_outlet_half(ring, 76), __ATOMIC_ACQUIRE) == 1; }

/* CLOCK_MONOTONIC, nanoseconds. */
static inline int64_t edgeai_outlet_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline void edgeai_outlet_close(edgeai_outlet *ring) {
    if (ring->memory != NULL) {
        munmap((void *)(uintptr_t)ring->memory, ring->size);
        ring->memory = NULL;
    }
}

/* Opens the ring of a robot that runs as a user that the controller names (or as root), from its next item on. */
static inline edgeai_outlet_status edgeai_outlet_open_of(edgeai_outlet *ring, const char *path, uid_t owner) {
    struct stat about;
    void *memory;
    /* Neither through a link nor waiting for the other end of a pipe: whoever may write the folder could have put one there. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    memset(ring, 0, sizeof *ring);
    if (file < 0) {
        return errno == ELOOP ? EDGEAI_OUTLET_NOT_TRUSTED : EDGEAI_OUTLET_NOT_THERE;
    }
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || (about.st_uid != owner && about.st_uid != 0) || (about.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        close(file);
        return EDGEAI_OUTLET_NOT_TRUSTED;
    }
    if (about.st_size < EDGEAI_OUTLET_HEADER) {
        close(file);
        return EDGEAI_OUTLET_NOT_A_RING;
    }
    ring->size = (size_t)about.st_size;
    memory = mmap(NULL, ring->size, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) {
        return EDGEAI_OUTLET_NO_MEMORY;
    }
    ring->memory = (const uint8_t *)memory;
    ring->slots = edgeai_outlet_u32(ring, 20);
    if (memcmp(ring->memory, "EAOUTLET", 8) != 0 || edgeai_outlet_u32(ring, 8) != EDGEAI_OUTLET_VERSION
        || edgeai_outlet_u32(ring, 12) != EDGEAI_OUTLET_HEADER || edgeai_outlet_u32(ring, 16) != EDGEAI_OUTLET_SLOT
        || ring->slots < 16 || ring->slots > 65536 || (ring->slots & (ring->slots - 1)) != 0
        || ring->size != EDGEAI_OUTLET_HEADER + (size_t)ring->slots * EDGEAI_OUTLET_SLOT) {
        edgeai_outlet_close(ring);
        return EDGEAI_OUTLET_NOT_A_RING;
    }
    ring->boot = edgeai_outlet_u64(ring, 24);
    ring->origin_ns = (int64_t)edgeai_outlet_u64(ring, 32);
    ring->heartbeat_period_ms = edgeai_outlet_u32(ring, 40);
    ring->writer_pid = edgeai_outlet_u32(ring, 44);
    ring->next = __atomic_load_n(edgeai_outlet_word(ring, 64), __ATOMIC_ACQUIRE);
    return EDGEAI_OUTLET_OK;
}

/* Opens the ring of a robot that runs as the controller's own user (or as root), from its next item on. */
static inline edgeai_outlet_status edgeai_outlet_open(edgeai_outlet *ring, const char *path) { return edgeai_outlet_open_of(ring, path, geteuid()); }

static inline bool edgeai_outlet_copy(const edgeai_outlet *ring, size_t slot, uint64_t wanted, edgeai_item *item) {
    uint8_t *to = (uint8_t *)item;
    size_t at, end = EDGEAI_OUTLET_ITEM_HEAD;
    for (at = 0; at < end; at += 8) {
        uint64_t word = __atomic_load_n(edgeai_outlet_word(ring, slot + 8 + at), __ATOMIC_RELAXED);
        memcpy(to + at, &word, sizeof word);
        if (at == EDGEAI_OUTLET_ITEM_HEAD - 8) {
            /* The length may be torn: what it says is believed only as far as the slot goes. */
            if (item->length > EDGEAI_OUTLET_MAX_PAYLOAD) {
                item->length = EDGEAI_OUTLET_MAX_PAYLOAD;
            }
            end += ((size_t)item->length + 7) / 8 * 8;
        }
    }
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    return __atomic_load_n(edgeai_outlet_word(ring, slot), __ATOMIC_RELAXED) == wanted;
}

/* Reads the next item if it is there; the item holds rubbish where the answer is another than EDGEAI_OUTLET_ITEM. */
static inline edgeai_outlet_status edgeai_outlet_read(edgeai_outlet *ring, edgeai_item *item) {
    for (;;) {
        size_t slot = edgeai_outlet_slot(ring);
        uint64_t wanted = 2 * ring->next + 2, resume, head;
        uint64_t before = __atomic_load_n(edgeai_outlet_word(ring, slot), __ATOMIC_ACQUIRE);
        if (before < wanted) {
            /* The state is read before the turn is looked at again: what a writer sent before it ended is not missed. */
            bool open = edgeai_outlet_is_open(ring);
            return open || __atomic_load_n(edgeai_outlet_word(ring, slot), __ATOMIC_ACQUIRE) >= wanted ? EDGEAI_OUTLET_NOTHING : EDGEAI_OUTLET_ENDED;
        }
        if (before == wanted && edgeai_outlet_copy(ring, slot, wanted, item)) {
            ring->next++;
            return EDGEAI_OUTLET_ITEM;
        }
        /* Overtaken. A quarter of the ring is left between here and the writer, so as not to be overtaken again at once. */
        head = __atomic_load_n(edgeai_outlet_word(ring, 64), __ATOMIC_ACQUIRE);
        resume = head - (ring->slots - ring->slots / 4);
        if (head < ring->slots || resume <= ring->next) {
            return EDGEAI_OUTLET_NOTHING; /* only a ring that contradicts itself gets here */
        }
        ring->lost += resume - ring->next;
        ring->next = resume;
    }
}

/* Waits until there is something to read or the time is over; may return early. Costs no processor time. */
static inline void edgeai_outlet_wait(const edgeai_outlet *ring, int64_t limit_ns) {
    const uint32_t *wake = edgeai_outlet_half(ring, 72);
    uint32_t was = __atomic_load_n(wake, __ATOMIC_ACQUIRE);
    /* The writer stores the turn first and the wake word second: an item that is not seen here has a later word, on which the kernel does not wait. */
    if (__atomic_load_n(edgeai_outlet_word(ring, edgeai_outlet_slot(ring)), __ATOMIC_ACQUIRE) < 2 * ring->next + 2 && edgeai_outlet_is_open(ring)) {
        struct timespec limit;
        limit.tv_sec = (time_t)(limit_ns / 1000000000);
        limit.tv_nsec = (long)(limit_ns % 1000000000);
        syscall(SYS_futex, wake, FUTEX_WAIT, was, &limit, NULL, 0);
    }
}

/* Whether the robot's graph has not beaten for longer than a limit: it hangs, was stopped or was killed. At least three heartbeat periods make sense. */
static inline bool edgeai_outlet_is_stale(const edgeai_outlet *ring, int64_t limit_ns) {
    return edgeai_outlet_monotonic_ns() - (int64_t)__atomic_load_n(edgeai_outlet_word(ring, 128), __ATOMIC_ACQUIRE) > limit_ns;
}

/* How old the oldest reading behind an item is now at most, its uncertainty included; EDGEAI_UNKNOWN where it is not known. */
static inline int64_t edgeai_item_age_ns(const edgeai_item *item, int64_t origin_ns, int64_t monotonic_ns) {
    int64_t age = monotonic_ns - origin_ns - item->oldest_ns;
    return item->uncertainty_ns > EDGEAI_UNKNOWN - (age > 0 ? age : 0) ? EDGEAI_UNKNOWN : age + item->uncertainty_ns;
}

static inline int64_t edgeai_outlet_age_ns(const edgeai_outlet *ring, const edgeai_item *item) {
    return edgeai_item_age_ns(item, ring->origin_ns, edgeai_outlet_monotonic_ns());
}

/* Reads a datagram of the outlet's Unix socket. Pure: false, and nothing read, for any bytes that are none. */
static inline bool edgeai_datagram_read(const uint8_t *bytes, size_t length, uint64_t *boot, int64_t *origin_ns, edgeai_item *item) {
    uint16_t version, whole, payload;
    if (length < EDGEAI_OUTLET_DATAGRAM_PREFIX + EDGEAI_OUTLET_ITEM_HEAD || length > EDGEAI_OUTLET_MAX_DATAGRAM || memcmp(bytes, "EAOD", 4) != 0) {
        return false;
    }
    memcpy(&version, bytes + 4, sizeof version);
    memcpy(&whole, bytes + 6, sizeof whole);
    memcpy(&payload, bytes + EDGEAI_OUTLET_DATAGRAM_PREFIX + 54, sizeof payload);
    if (version != EDGEAI_OUTLET_VERSION || whole != length || payload != length - EDGEAI_OUTLET_DATAGRAM_PREFIX - EDGEAI_OUTLET_ITEM_HEAD) {
        return false;
    }
    memcpy(boot, bytes + 8, sizeof *boot);
    memcpy(origin_ns, bytes + 16, sizeof *origin_ns);
    memcpy(item, bytes + EDGEAI_OUTLET_DATAGRAM_PREFIX, length - EDGEAI_OUTLET_DATAGRAM_PREFIX);
    return true;
}

/* What an item holds, by kind: false for another kind or a payload that is too short. */
static inline bool edgeai_item_is(const edgeai_item *item, uint8_t kind, size_t least, void *to, size_t size) {
    if (item->kind != kind || item->length < least) {
        return false;
    }
    memset(to, 0, size);
    memcpy(to, item->payload.bytes, item->length < size ? item->length : size);
    return true;
}

static inline bool edgeai_item_event(const edgeai_item *item, edgeai_event *event) { return edgeai_item_is(item, EDGEAI_EVENT, 24, event, sizeof *event); }
static inline bool edgeai_item_imu(const edgeai_item *item, edgeai_imu *imu) { return edgeai_item_is(item, EDGEAI_IMU, 88, imu, sizeof *imu); }
static inline bool edgeai_item_wrench(const edgeai_item *item, edgeai_wrench *wrench) { return edgeai_item_is(item, EDGEAI_WRENCH, 48, wrench, sizeof *wrench); }

static inline bool edgeai_item_joints(const edgeai_item *item, edgeai_joints *joints) {
    return edgeai_item_is(item, EDGEAI_JOINTS, 16, joints, sizeof *joints) && joints->count <= 64 && item->length == 16 + sizeof(edgeai_joint) * joints->count;
}

static inline bool edgeai_item_detections(const edgeai_item *item, edgeai_detections *found) {
    return edgeai_item_is(item, EDGEAI_DETECTIONS, 48, found, sizeof *found) && found->count <= 64 && item->length == 48 + sizeof(edgeai_detection) * found->count;
}

/* The text is ended by a zero. */
static inline bool edgeai_item_health(const edgeai_item *item, edgeai_health *health) {
    return edgeai_item_is(item, EDGEAI_HEALTH, 16, health, sizeof *health - 1) && health->text_length < sizeof health->text
        && item->length == 16 + health->text_length && (health->text[health->text_length] = 0) == 0;
}

static inline bool edgeai_item_classification(const edgeai_item *item, edgeai_classification *answer) {
    return edgeai_item_is(item, EDGEAI_CLASSIFICATION, 40, answer, sizeof *answer)
        && answer->class_count <= 32 && answer->class_index < answer->class_count && item->length == 40 + 8 * answer->class_count;
}

#endif
