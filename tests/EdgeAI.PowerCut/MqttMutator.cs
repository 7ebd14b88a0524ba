namespace EdgeAI.PowerCut;

/// <summary>Makes hostile MQTT out of valid packets: bits, lengths, cuts, repetitions and packets put together, from a seed.</summary>
public sealed class MqttMutator
{
    private static readonly byte[] Telling = [0x00, 0x01, 0x02, 0x0F, 0x10, 0x30, 0x36, 0x7F, 0x80, 0x82, 0xC0, 0xE0, 0xF0, 0xFF];

    private static readonly IReadOnlyList<byte[]>[] Seeds = [SeedsOf(4), SeedsOf(5)];

    private readonly Random _random;

    /// <param name="seed">The same seed gives the same packets.</param>
    public MqttMutator(int seed) => _random = new Random(seed);

    /// <summary>Valid packets of one version, of every type that a client sends.</summary>
    public static IReadOnlyList<byte[]> SeedsOf(byte version)
    {
        byte[] properties = [0x21, 0, 20, 0x27, 0, 1, 0, 0, 0x22, 0, 10, 0x19, 1, 0x17, 1, 0x26, 0, 1, (byte)'a', 0, 1, (byte)'b', 0x11, 0, 0, 0, 9];
        byte[] message = [0x01, 1, 0x02, 0, 0, 0, 60, 0x23, 0, 1, 0x08, 0, 1, (byte)'r', 0x09, 0, 2, 1, 2, 0x03, 0, 1, (byte)'t', 0x26, 0, 1, (byte)'a', 0, 1, (byte)'b'];
        List<byte[]> seeds =
        [
            MqttPackets.Connect(version, "robot"),
            MqttPackets.Connect(version, "robot", 10, false, version == 5 ? properties : null, ("edgeai/v1/hall/robot/1/1", [1, 2, 3], 1), "name"),
            MqttPackets.Publish(version, "edgeai/v1/hall/robot/batch", new byte[60], 7),
            MqttPackets.Publish(version, "edgeai/v1/hall/robot/1/1", new byte[40], 8, 2, version == 5 ? message : null),
            MqttPackets.Publish(version, "edgeai/v1/hall/r\u00F6bot/1/1", [], 0, 0),
            MqttPackets.Subscribe(version, 9, ("edgeai/v1/hall/+/#", 1), ("a/b", 0), ("#", 2)),
            MqttPackets.Unsubscribe(version, 10, "edgeai/v1/hall/+/#", "x"),
            MqttPackets.Acknowledge(4, 1),
            MqttPackets.Acknowledge(5, 2),
            MqttPackets.Acknowledge(6, 3),
            MqttPackets.Acknowledge(7, 4),
            MqttPackets.Ping,
            MqttPackets.Disconnect,
        ];
        if (version == 5)
        {
            seeds.Add(MqttPackets.Publish(5, "", new byte[10], 11, 1, [0x23, 0, 1]));
            seeds.Add(MqttPackets.Packet(0x62, [0, 3, 0x92, 7, 0x1F, 0, 4, (byte)'w', (byte)'h', (byte)'y', (byte)'?']));
            seeds.Add(MqttPackets.Packet(0xE0, [0x04, 5, 0x11, 0, 0, 0, 0]));
            seeds.Add(MqttPackets.Packet(0xF0, [0x18, 0]));
        }

        return seeds;
    }

    /// <summary>One to four packets of a version, mostly damaged.</summary>
    public byte[] Next(byte version)
    {
        List<byte> bytes = [];
        int packets = 1 + _random.Next(4);
        for (int packet = 0; packet < packets; packet++)
        {
            IReadOnlyList<byte[]> seeds = Seeds[version - 4];
            bytes.AddRange(seeds[_random.Next(seeds.Count)]);
        }

        for (int damage = _random.Next(5); damage > 0 && bytes.Count > 0; damage--)
        {
            Damage(bytes);
        }

        return [.. bytes];
    }

    private void Damage(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count);
        switch (_random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = Telling[_random.Next(Telling.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(8)));
                break;
            case 3:
                bytes.Insert(at, (byte)_random.Next(256));
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(16))));
                break;
            default:
                // A fixed header that promises another length than follows.
                bytes[Math.Min(1, bytes.Count - 1)] = (byte)_random.Next(256);
                break;
        }
    }
}
