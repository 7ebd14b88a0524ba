using System.Buffers.Binary;
using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>What a policy is tried on: one publish of a robot, or a file that <c>spool export</c> wrote.</summary>
internal static class TrialInput
{
    /// <summary>Offers one publish, as the gateway would take it now.</summary>
    /// <param name="topic">The topic that it is published to.</param>
    /// <param name="site">The gateway's site.</param>
    /// <param name="payload">The payload: a robot batch or one raw frame.</param>
    /// <param name="time">When it is received.</param>
    /// <param name="trial">Takes the frames.</param>
    /// <exception cref="GatewayException">The topic or the payload is none that the gateway takes.</exception>
    public static void OfferPublish(string topic, string site, ReadOnlySpan<byte> payload, TimeProvider time, PolicyTrial trial)
    {
        TopicRejection rejection = Topics.Parse(topic, out RecordTopic parsed);
        if (rejection != TopicRejection.None || parsed.Kind is not (TopicKind.RobotBatch or TopicKind.RawFrame))
        {
            throw new GatewayException($"--topic '{topic}' is no robot's record topic: write {Topics.Prefix}{site}/ROBOT/batch or {Topics.Prefix}{site}/ROBOT/BOARD/STREAM");
        }

        if (!parsed.Site.SequenceEqual(site))
        {
            throw new GatewayException($"--topic '{topic}' is of another site: the profile's is '{site}'");
        }

        byte[] robot = Encoding.ASCII.GetBytes(new string(parsed.Publisher));
        long now = Utc.Nanoseconds(time);
        if (parsed.Kind == TopicKind.RawFrame)
        {
            OfferFrame(robot, parsed.Board, parsed.Stream, payload, now, trial);
        }
        else
        {
            OfferBatch(robot, payload, now, trial);
        }
    }

    /// <summary>Offers every frame of an export of batches, and tells how many records are none.</summary>
    /// <exception cref="GatewayException">It is no such file.</exception>
    public static long OfferExport(Stream export, PolicyTrial trial)
    {
        long others = 0;
        byte[] length = new byte[sizeof(uint)];
        for (long batch = 1; export.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) is int read and > 0; batch++)
        {
            uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(length);
            byte[] payload = read == length.Length && bytes <= GatewayBatchWriter.MaximumLength ? new byte[bytes] : [];
            GatewayBatchRejection rejection = export.ReadAtLeast(payload, payload.Length, throwOnEndOfStream: false) < payload.Length
                ? GatewayBatchRejection.WrongLength
                : GatewayBatchReader.Open(payload, out _);
            if (rejection != GatewayBatchRejection.None)
            {
                throw new GatewayException($"batch {batch} of the input is none ({rejection}): give what 'spool export --format batches' wrote, or name the topic of a robot's publish (--topic)");
            }

            others += OfferRecords(payload, trial);
        }

        return others;
    }

    private static long OfferRecords(ReadOnlySpan<byte> payload, PolicyTrial trial)
    {
        long others = 0;
        _ = GatewayBatchReader.Open(payload, out GatewayBatchReader batch);
        while (batch.MoveNext())
        {
            GatewayRecord record = batch.Current;
            if (record.Kind is not (RecordKind.Frame or RecordKind.GovernedFrame))
            {
                others++;
                continue;
            }

            trial.Offer(new OfferedRecord
            {
                Robot = record.Robot,
                RobotBoot = record.RobotBoot,
                Class = record.Class,
                ReceivedUtcNanoseconds = record.ReceivedUtcNanoseconds,
                StampUtcNanoseconds = record.UtcNanoseconds,
                UncertaintyNanoseconds = record.UncertaintyNanoseconds,
                Frame = record.Frame,
            });
        }

        return others;
    }

    private static void OfferBatch(byte[] robot, ReadOnlySpan<byte> payload, long now, PolicyTrial trial)
    {
        RobotBatchRejection rejection = RobotBatchReader.Open(payload, out RobotBatchReader batch);
        if (rejection != RobotBatchRejection.None)
        {
            throw new GatewayException($"the input is no robot batch ({rejection}): give the payload of one publish");
        }

        while (batch.MoveNext())
        {
            RobotBatchEntry entry = batch.Current;
            trial.Offer(new OfferedRecord
            {
                Robot = robot,
                RobotBoot = batch.Boot,
                Class = entry.Class,
                ReceivedUtcNanoseconds = now,
                StampUtcNanoseconds = entry.UtcNanoseconds,
                UncertaintyNanoseconds = entry.UncertaintyNanoseconds,
                Frame = entry.Frame,
            });
        }
    }

    private static void OfferFrame(byte[] robot, ushort board, byte stream, ReadOnlySpan<byte> payload, long now, PolicyTrial trial)
    {
        FrameRejection rejection = FrameIdentity.Read(payload, out FrameIdentity frame);
        if (rejection != FrameRejection.None || frame.Board != board || frame.Stream != stream)
        {
            throw new GatewayException(rejection != FrameRejection.None
                ? $"the input is no raw frame ({rejection}): give one frame of the wire, as it is published"
                : $"the frame is of board {frame.Board}, stream {frame.Stream}, the topic is not");
        }

        // A frame that is published alone says neither its class nor when it was true.
        trial.Offer(new OfferedRecord
        {
            Robot = robot,
            RobotBoot = 0,
            Class = RecordClass.Telemetry,
            ReceivedUtcNanoseconds = now,
            StampUtcNanoseconds = now,
            UncertaintyNanoseconds = -1,
            Frame = payload,
        });
    }
}
