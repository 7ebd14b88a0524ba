using System.Buffers.Binary;
using System.Text.Json;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary><c>spool export</c>: copies what waits into a file, and changes nothing.</summary>
internal static class SpoolExport
{
    /// <summary>What the name of the file ends with that says what left the spool before its export, for <c>verify</c>.</summary>
    public const string LeftEnding = ".left";

    private const int BatchRecords = 4096;

    /// <summary>Copies what waits, lane by lane; beside batches goes a file that says what had left.</summary>
    /// <param name="path">The spool's file, or one that was kept aside.</param>
    /// <param name="destination">The file to write; replaced when it exists.</param>
    /// <param name="format">How.</param>
    /// <param name="output">Where the counts go.</param>
    /// <exception cref="GatewayException">There is no spool, or it cannot be read.</exception>
    public static async Task WriteAsync(string path, string destination, ExportFormat format, TextWriter output)
    {
        using SpoolSnapshot snapshot = SpoolSnapshot.Open(path);
        SpoolIdentity identity = snapshot.Identity;
        DamageNotes damage = new();
        long records = 0;
        FileStream file = File.Create(destination);
        await using (file.ConfigureAwait(false))
        {
            using GatewayBatchWriter batch = new(identity.Gateway, identity.Epoch, GatewayBatchWriter.MaximumLength);
            foreach (RecordClass recordClass in SpoolSegments.Classes)
            {
                using SpoolLane lane = snapshot.Lane(recordClass, damage);
                long last = 0;
                for (long next = lane.Read(last, snapshot.Through, BatchRecords, batch); next > last; next = lane.Read(last, snapshot.Through, BatchRecords, batch))
                {
                    last = next;
                    records += batch.Count;
                    if (batch.Count > 0)
                    {
                        Write(file, batch.Finish().Span, format);
                    }
                }
            }
        }

        if (format == ExportFormat.Batches)
        {
            await File.WriteAllLinesAsync(destination + LeftEnding, snapshot.Left().Select(static left => left.ToString())).ConfigureAwait(false);
        }

        await output.WriteLineAsync($"{records} records of gateway {identity.Gateway}, epoch {identity.Epoch}, written to {destination}; {damage.Count} are damaged or missing").ConfigureAwait(false);
    }

    private static void Write(FileStream file, ReadOnlySpan<byte> batch, ExportFormat format)
    {
        if (format == ExportFormat.Batches)
        {
            Span<byte> length = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)batch.Length);
            file.Write(length);
            file.Write(batch);
            return;
        }

        _ = GatewayBatchReader.Open(batch, out GatewayBatchReader reader);
        using Utf8JsonWriter json = new(file);
        while (reader.MoveNext())
        {
            GatewayRecord record = reader.Current;
            json.WriteStartObject();
            json.WriteString("gateway", reader.Gateway);
            json.WriteNumber("epoch", reader.Epoch);
            json.WriteNumber("sequence", record.Sequence);
            json.WriteNumber("kind", (byte)record.Kind);
            json.WriteNumber("class", (byte)record.Class);
            json.WriteNumber("received", record.ReceivedUtcNanoseconds);
            json.WriteNumber("stamp", record.UtcNanoseconds);
            json.WriteNumber("uncertainty", record.UncertaintyNanoseconds);
            json.WriteString("robot", record.Robot);
            json.WriteNumber("boot", record.RobotBoot);
            json.WriteNumber("handling", record.Handling);
            json.WriteNumber("revision", record.PolicyRevision);
            json.WriteBase64String("frame", record.Frame);
            json.WriteEndObject();
            json.Flush();
            file.WriteByte((byte)'\n');
            json.Reset();
        }
    }
}
