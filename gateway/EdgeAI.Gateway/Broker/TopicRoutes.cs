using System.Buffers.Binary;
using System.Numerics;

namespace EdgeAI.Gateway.Broker;

/// <summary>The topics that a connection used lately: a few hundred at most, the earlier one goes where two fall on one place. Not thread-safe.</summary>
internal sealed class TopicRoutes(RecordBroker broker, DeviceIdentity device)
{
    // A power of two; a robot has tens of streams.
    private const int Places = 256;

    private TopicRoute? _latest;
    private TopicRoute?[]? _places;

    /// <summary>What the topic means; allocates only when it was not used lately.</summary>
    public TopicRoute Find(ReadOnlySpan<byte> topic)
    {
        if (_latest is { } latest && latest.IsFor(topic))
        {
            return latest;
        }

        if (topic.Length > broker.Limits.MaximumTopicBytes)
        {
            return broker.LongTopic;
        }

        if (_latest is null)
        {
            return _latest = TopicRoute.Make(topic, broker, device);
        }

        // Most connections have one topic and never need the places.
        _places ??= new TopicRoute?[Places];
        ref TopicRoute? place = ref _places[Place(topic)];
        if (place is null || !place.IsFor(topic))
        {
            place = TopicRoute.Make(topic, broker, device);
        }

        return _latest = place;
    }

    // Topics differ in their last levels.
    private static int Place(ReadOnlySpan<byte> topic)
    {
        Span<byte> end = stackalloc byte[sizeof(ulong)];
        end.Clear();
        topic[Math.Max(0, topic.Length - end.Length)..].CopyTo(end);
        return (int)(BitOperations.Crc32C((uint)topic.Length, BinaryPrimitives.ReadUInt64LittleEndian(end)) & (Places - 1));
    }
}
