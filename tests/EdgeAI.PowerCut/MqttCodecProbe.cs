using System.Buffers;
using EdgeAI.Gateway.Mqtt;

namespace EdgeAI.PowerCut;

/// <summary>Reads a client's bytes with the broker's codec as the broker does, and says what came out, so that two readings can be compared.</summary>
public static class MqttCodecProbe
{
    private const int MaximumLength = 1 << 20;

    /// <summary>Reads packet after packet until one is rejected or incomplete.</summary>
    /// <param name="bytes">What the client sent.</param>
    /// <param name="version">4 for MQTT 3.1.1, 5 for 5.0; a CONNECT packet among the bytes changes it.</param>
    /// <returns>One entry for each packet: its type and the rejection, or none.</returns>
    public static IReadOnlyList<string> Read(ReadOnlySequence<byte> bytes, byte version)
    {
        List<string> read = [];
        MqttVersion current = (MqttVersion)version;
        while (true)
        {
            MqttRejection rejection = MqttFixedHeader.Read(bytes, MaximumLength, out MqttFixedHeader header);
            if (rejection != MqttRejection.None || header.Length > bytes.Length)
            {
                read.Add(rejection == MqttRejection.None ? "rest" : $"header {rejection}");
                return read;
            }

            rejection = ReadBody(header, bytes.Slice(header.HeaderLength, header.BodyLength).ToArray(), ref current, out int size);
            read.Add($"{header.Type} {rejection} {size}");
            if (rejection != MqttRejection.None)
            {
                return read;
            }

            bytes = bytes.Slice(header.Length);
        }
    }

    /// <summary>The bytes cut in two, as they may lie in a socket's buffers.</summary>
    public static ReadOnlySequence<byte> Split(ReadOnlyMemory<byte> bytes, int at)
    {
        SplitSegment first = new(bytes[..at], 0);
        SplitSegment second = first.Append(bytes[at..]);
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private static MqttRejection ReadBody(in MqttFixedHeader header, ReadOnlySpan<byte> body, ref MqttVersion version, out int size)
    {
        size = 0;
        MqttRejection rejection;
        switch (header.Type)
        {
            case MqttPacketType.Connect:
                rejection = MqttConnect.Read(body, out MqttConnect connect);
                version = connect.Version == 0 ? version : connect.Version;
                size = connect.ClientId.Length + connect.WillTopic.Length + connect.WillPayload.Length + connect.UserName.Length + connect.Password.Length;
                return rejection;
            case MqttPacketType.Publish:
                rejection = MqttPublish.Read(header.Flags, body, version, out MqttPublish publish);
                size = publish.Topic.Length + publish.Payload.Length;
                return rejection;
            case MqttPacketType.Puback or MqttPacketType.Pubrec or MqttPacketType.Pubrel or MqttPacketType.Pubcomp:
                return MqttAcknowledgement.Read(body, version, out _);
            case MqttPacketType.Subscribe or MqttPacketType.Unsubscribe:
                rejection = MqttSubscribe.Read(header.Type, body, version, out MqttSubscribe subscribe);
                while (rejection == MqttRejection.None && subscribe.MoveNext())
                {
                    size += subscribe.Filter.Length + (MqttText.IsTopicFilter(subscribe.Filter) ? 1 : 0);
                }

                return rejection;
            case MqttPacketType.Disconnect:
                return MqttDisconnect.Read(body, version, out _);
            default:
                return body.IsEmpty ? MqttRejection.None : MqttRejection.TrailingBytes;
        }
    }
}
