using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Recording;

/// <summary>The channels of a recording: made before the first message for what is expected, and once for what is not. Not thread safe.</summary>
internal sealed class ChannelTable
{
    private const string Cdr = "cdr";
    private const string Definitions = "ros2msg";

    // What a bag player asks of a topic; reliable, ten deep, as ROS 2's default (rosbag2, "offered_qos_profiles").
    private const string QualityOfService = """
        - history: 1
          depth: 10
          reliability: 1
          durability: 2
          deadline:
            sec: 9223372036
            nsec: 854775807
          lifespan:
            sec: 9223372036
            nsec: 854775807
          liveliness: 1
          liveliness_lease_duration:
            sec: 9223372036
            nsec: 854775807
          avoid_ros_namespace_conventions: false
        """;

    private readonly IRecordingFile _file;
    private readonly RosTopics _topics = new();
    private readonly Dictionary<string, ushort> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ushort> _byTopic = new(StringComparer.Ordinal);
    private readonly Dictionary<(StreamId Stream, MessageType Type), RecordedChannel?> _channels = [];
    private readonly Dictionary<RosStream, ushort> _images = [];
    private readonly Dictionary<RosStream, ushort> _information = [];
    private readonly IReadOnlyDictionary<StreamId, RosStream> _streams;

    public ChannelTable(IRecordingFile file, IReadOnlyDictionary<StreamId, RosStream> streams)
    {
        _file = file;
        _streams = streams;
        foreach ((StreamId id, RosStream stream) in streams)
        {
            foreach (MessageType type in stream.Types)
            {
                Of(id, type);
            }

            if (stream.Camera is { } camera)
            {
                AddImage(stream, RosSchema.Of(camera.IsCompressed ? "sensor_msgs/msg/CompressedImage" : "sensor_msgs/msg/Image"));
                AddInformation(stream);
            }
        }
    }

    /// <summary>The channel of a stream's messages of one type; null for what has no shape in ROS, and for streams that nobody knows.</summary>
    public RecordedChannel? Of(StreamId id, MessageType type)
    {
        if (!_channels.TryGetValue((id, type), out RecordedChannel? channel))
        {
            if (_streams.TryGetValue(id, out RosStream? stream) && _topics.Of(stream, type) is { } topic)
            {
                channel = new RecordedChannel(Add(topic.Name, topic.Encoder.Schema), stream, topic.Encoder, MessageRoom.Make(type))
                {
                    Beside = type == MessageType.Detection2DArray ? Annotations(stream, topic.Name) : null,
                };
                if (channel.Message is { } message)
                {
                    message.FrameId = stream.FrameId;
                }
            }

            _channels.Add((id, type), channel);
        }

        return channel;
    }

    /// <summary>The channel of a camera's images.</summary>
    public ushort AddImage(RosStream stream, RosSchema schema)
    {
        if (!_images.TryGetValue(stream, out ushort id))
        {
            id = Add($"/{stream.Name}", schema);
            _images.Add(stream, id);
        }

        return id;
    }

    /// <summary>The channel of what is known of a camera's lens; 0 where nothing is.</summary>
    public ushort AddInformation(RosStream stream)
    {
        if (!_information.TryGetValue(stream, out ushort id))
        {
            id = stream.Camera?.Information is null ? (ushort)0 : Add($"/{stream.Name}/camera_info", RosSchema.Of("sensor_msgs/msg/CameraInfo"));
            _information.Add(stream, id);
        }

        return id;
    }

    /// <summary>Adds a channel, or answers the one that its topic has already.</summary>
    public ushort Add(string topic, RosSchema schema)
    {
        if (_byTopic.TryGetValue(topic, out ushort known))
        {
            return known;
        }

        if (!_schemas.TryGetValue(schema.Name, out ushort schemaId))
        {
            schemaId = _file.AddSchema(schema.Name, Definitions, schema.Bytes.Span);
            _schemas.Add(schema.Name, schemaId);
        }

        ushort id = _file.AddChannel(topic, Cdr, schemaId, new Dictionary<string, string> { ["offered_qos_profiles"] = QualityOfService });
        _byTopic.Add(topic, id);
        return id;
    }

    private RecordedChannel Annotations(RosStream stream, string topic)
    {
        RosEncoder<Detection2DArray> encoder = RosEncoders.MakeAnnotations(stream);
        return new RecordedChannel(Add(topic + "/annotations", encoder.Schema), stream, encoder, null);
    }
}
