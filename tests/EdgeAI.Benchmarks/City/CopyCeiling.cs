using System.Diagnostics;
using EdgeAI.City.Storage;
using EdgeAI.GatewayFleet;
using EdgeAI.Records;
using Npgsql;

namespace EdgeAI.Benchmarks.City;

/// <summary>
/// The peer: the same rows, encoded beforehand, into the same empty table by COPY alone, over one connection, in transactions of as many rows as a receiver's.
/// It tells no duplicates and waits for no broker: no receiver is faster.
/// </summary>
internal static class CopyCeiling
{
    private const int Transactions = 20;
    private const int GatewaysInOne = 100;
    private const int RecordsOfEach = 100;

    /// <summary>Records a second; the table is empty before and afterwards.</summary>
    public static async Task<double> MeasureAsync(NpgsqlConnection connection)
    {
        using GroupReader reader = new(null);
        FleetLane[] lanes = [.. Enumerable.Range(0, GatewaysInOne).Select(static number => new FleetLane(number))];
        double seconds = 0;
        await connection.RunAsync("TRUNCATE record", CancellationToken.None);
        for (int transaction = 0; transaction < Transactions; transaction++)
        {
            byte[] rows = Rows(reader, lanes);
            long from = Stopwatch.GetTimestamp();
            NpgsqlRawCopyStream copy = await connection.BeginRawBinaryCopyAsync($"COPY record ({RecordColumns.Names}) FROM STDIN (FORMAT BINARY)", CancellationToken.None);
            await using (copy)
            {
                await copy.WriteAsync(rows);
            }

            seconds += Stopwatch.GetElapsedTime(from).TotalSeconds;
        }

        await connection.RunAsync("TRUNCATE record", CancellationToken.None);
        return Transactions * GatewaysInOne * RecordsOfEach / seconds;
    }

    private static byte[] Rows(GroupReader reader, FleetLane[] lanes)
    {
        List<byte> rows = [.. CopyRow.StreamHeader];
        for (int number = 0; number < lanes.Length; number++)
        {
            lanes[number].Add(RecordsOfEach, Fleet.Now);
            string gateway = $"fleet-{number}";
            using GatewayBatchWriter batch = new(gateway, SimulatedGateway.Epoch, GatewayBatchWriter.MaximumLength);
            lanes[number].Read(lanes[number].Newest - RecordsOfEach, lanes[number].Newest, RecordsOfEach, batch);
            reader.Begin();
            reader.Read(Topics.GatewayRecords(SimulatedGateway.Site, gateway), batch.Finish().ToArray());
            rows.AddRange(reader.Rows.Span);
        }

        rows.AddRange(CopyRow.StreamTrailer);
        return [.. rows];
    }
}
