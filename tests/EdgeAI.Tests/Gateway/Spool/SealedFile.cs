using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Tools;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>Seals the telemetry of a spool's file, and changes rows in it as its owner may who has the format and not always the key.</summary>
internal sealed class SealedFile : IDisposable
{
    private const string Gateway = "gateway";

    private readonly SpoolFixture _fixture;
    private readonly SealBuilder _builder;

    public SealedFile(SpoolFixture fixture, long epoch)
    {
        _fixture = fixture;
        _builder = new SealBuilder(Key, Gateway, epoch, RecordClass.Telemetry);
        _builder.Begin();
        File.WriteAllText(KeyFile, Key.PublicKey.ToPem());
    }

    public RecordSigningKey Key { get; } = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);

    public string KeyFile => Path.Combine(_fixture.Folder, "seal.pem.pub");

    /// <summary>Seals what no seal names yet; where the chain then stands. Nothing may run on the spool.</summary>
    public ChainHead Seal()
    {
        foreach ((long sequence, byte[] record) in Records().Where(record => record.Sequence > _builder.PreviousSequence))
        {
            _builder.Add(sequence, record);
        }

        byte[] body = new byte[_builder.BodyLength];
        _builder.WriteBody(body);
        long number = _builder.SequenceAt(_builder.Count - 1) + 1;
        GatewayRecord seal = new()
        {
            Sequence = number,
            Kind = RecordKind.Seal,
            Class = RecordClass.Telemetry,
            ReceivedUtcNanoseconds = 1_795_000_000_000_000_000,
            UtcNanoseconds = 0,
            UncertaintyNanoseconds = -1,
            RobotBoot = 0,
            Robot = "gateway"u8,
            Frame = body,
        };
        seal = seal with { Checksum = seal.ComputeChecksum() };
        byte[] encoded = new byte[seal.EncodedLength];
        seal.WriteTo(encoded);
        long ordinal = _fixture.Scalar("SELECT numbered FROM segments WHERE id = 3") + 1;
        long bytes = _fixture.Scalar("SELECT bytes FROM segments WHERE id = 3") + encoded.Length;
        _fixture.Execute($"""
            INSERT INTO records_telemetry (sequence, ordinal, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c)
            VALUES ({number}, {ordinal}, 7, 0, 0, '{Gateway}', 0, 0, -1, {seal.ReceivedUtcNanoseconds}, x'{Convert.ToHexString(body)}', {seal.Checksum});
            UPDATE segments SET numbered = {ordinal}, bytes = {bytes}, newest = {number}, crc32c = {RowCheck.Of(3, ordinal, bytes, number, _fixture.Scalar("SELECT lost FROM segments WHERE id = 3"))} WHERE id = 3
            """);
        return new ChainHead(Gateway, _builder.Epoch, RecordClass.Telemetry, number, _builder.Sealed(number, encoded).ToArray());
    }

    /// <summary>Goes back to before any seal: the seals' rows are gone, and the chain is made anew.</summary>
    public void Forget()
    {
        _fixture.Execute("DELETE FROM records_telemetry WHERE kind = 7");
        _builder.Begin();
    }

    /// <summary>Changes a byte of a frame, under a checksum that matches.</summary>
    public void Edit(long sequence)
    {
        byte[] record = Records().Single(each => each.Sequence == sequence).Record;
        record[^10] ^= 1;
        EdgeAI.Tests.Records.Vectors.Seal(record);
        int frame = 41 + record[38];
        _fixture.Execute($"UPDATE records_telemetry SET frame = x'{Convert.ToHexString(record.AsSpan(frame, record.Length - frame - 4))}', crc32c = {BitConverter.ToUInt32(record.AsSpan(record.Length - 4))} WHERE sequence = {sequence}");
    }

    public void Dispose() => Key.Dispose();

    private List<(long Sequence, byte[] Record)> Records()
    {
        List<(long, byte[])> records = [];
        using SpoolSnapshot snapshot = SpoolSnapshot.Open(_fixture.File);
        using GatewayBatchWriter batch = new(Gateway, _builder.Epoch, GatewayBatchWriter.MaximumLength);
        using SpoolLane lane = snapshot.Lane(RecordClass.Telemetry, new DamageNotes());
        _ = lane.Read(0, long.MaxValue, 1000, batch);
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(batch.Finish().Span, out GatewayBatchReader reader));
        while (reader.MoveNext())
        {
            records.Add((reader.Current.Sequence, reader.CurrentBytes.ToArray()));
        }

        return records;
    }
}
