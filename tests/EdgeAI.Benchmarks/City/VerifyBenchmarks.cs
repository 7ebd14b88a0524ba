using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using EdgeAI.City.Proof;
using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.City;
using Npgsql;

namespace EdgeAI.Benchmarks.City;

/// <summary>
/// Ten million sealed records in a PostgreSQL table, stored by the city's own store: whether the verifier calls them complete, how many records a second it judges, beside a plain
/// read of the same rows and SHA-256 of the same bytes; then a thousand faults in it, and how many of them it finds.
/// </summary>
internal static class VerifyBenchmarks
{
    private const string Gateway = "gateway-1";
    private const string Topic = "edgeai/v1/hall/gateway-1/records";
    private const long Epoch = 7;
    private const int OfEach = 200;
    private const int BatchesAtOnce = 8;

    // 2026-11-30T12:00:00Z.
    private const long Noon = 1_796_040_000_000_000_000;

    /// <summary>Runs it: <c>verify [--records N]</c>.</summary>
    public static int Run(string[] args)
    {
        long frames = 10_000_000;
        if (args.Length > 0 && (args is not ["--records", string number] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out frames) || frames < 50_000))
        {
            Console.Error.WriteLine("write --records N, 50000 or more");
            return 2;
        }

        using ScriptedPostgres? postgres = ScriptedPostgres.Start();
        if (postgres is null)
        {
            Console.WriteLine("skipped: PostgreSQL is not installed (apt-get install postgresql)");
            return 0;
        }

        RunAsync(postgres, frames).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(ScriptedPostgres postgres, long frames)
    {
        await using NpgsqlConnection connection = new(postgres.ConnectionString);
        await connection.OpenAsync();
        await CitySchema.ApplyAsync(connection, plain: false, default);
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        await connection.RunAsync("INSERT INTO gateway_key (gateway, key_id, suite, public_key) VALUES ($1, $2, $3, $4)", default, Gateway, AnchorTable.BytesOf(key.KeyId), (short)key.Suite, key.PublicKey.ToPem());
        string file = Path.GetTempFileName();
        try
        {
            (long records, long bytes) = await FillAsync(postgres, key, frames, file);
            await connection.RunAsync("VACUUM ANALYZE record", default);
            SpoolVerification clean = await MeasureAsync("verify, table", records, () => VerifyAsync(connection));
            await MeasureAsync("peer: the same columns read and thrown away", records, () => PlainReadAsync(connection));
            await MeasureAsync("peer: SELECT count(*)", records, () => connection.ReadAsync<long>("SELECT count(*) FROM record", default));
            VerificationReport stream = await MeasureAsync("verify, file of batches as they came", records, () => VerifyFileAsync(file, key.PublicKey));
            await MeasureAsync("peer: SHA-256 over the same bytes, cut the same", records, () => Task.FromResult(HashFile(file, bytes / records)));
            Console.WriteLine($"table: {clean.Summary}; {clean.Findings.Count} findings");
            Console.WriteLine($"file:  {stream.Summary}; {stream.Findings.Count} findings");
            PlantedFaults faults = await PlantedFaults.PlantAsync(connection, Gateway, Epoch, OfEach, default);
            SpoolVerification faulty = await MeasureAsync("verify, table with faults", records, () => VerifyAsync(connection));
            Console.WriteLine($"table with faults: {faulty.Summary}");
            Report(faults, faulty.Findings);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(long Records, long Bytes)> FillAsync(ScriptedPostgres postgres, RecordSigningKey key, long frames, string file)
    {
        using SealedTraffic traffic = new(key, Gateway, Epoch, Noon, seed: 1);
        await using CityDatabase database = CityDatabase.Of(postgres.ConnectionString);
        await using BatchStore store = new(database, TimeProvider.System);
        await using FileStream stream = File.Create(file);
        byte[] length = new byte[sizeof(uint)];
        long began = Stopwatch.GetTimestamp();
        foreach (byte[][] group in traffic.Batches(frames).Chunk(BatchesAtOnce))
        {
            foreach (byte[] batch in group)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)batch.Length);
                await stream.WriteAsync(length);
                await stream.WriteAsync(batch);
            }

            await store.StoreAsync([.. group.Select(static batch => new HeldArrival(Topic, batch))], default);
        }

        Console.WriteLine(Invariant($"{traffic.Last} records, {traffic.Seals} of them seals, {stream.Length / 1e6:0} MB of batches; stored in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, {traffic.Last / Stopwatch.GetElapsedTime(began).TotalSeconds:0} records/s"));
        return (traffic.Last, stream.Length);
    }

    private static Task<SpoolVerification> VerifyAsync(NpgsqlConnection connection)
        => SpoolVerification.RunAsync(connection, Gateway, Epoch, new GivenProof([], [], []), static (_, _) => { }, default);

    private static async Task<VerificationReport> VerifyFileAsync(string file, RecordPublicKey key)
    {
        RecordKeys keys = new();
        keys.Add(Gateway, key);
        using BatchStreamVerifier verifier = new(keys);
        await using FileStream stream = File.OpenRead(file);
        await verifier.AddPrefixedAsync(stream);
        return verifier.Finish();
    }

    private static async Task<long> PlainReadAsync(NpgsqlConnection connection)
    {
        byte[] buffer = new byte[1 << 18];
        long bytes = 0;
        string sql = $"COPY (SELECT {RecordColumns.OfTheRecord} FROM record WHERE gateway = '{Gateway}' AND epoch = {Epoch} ORDER BY sequence, received) TO STDOUT (FORMAT BINARY)";
        await using NpgsqlRawCopyStream stream = await connection.BeginRawBinaryCopyAsync(sql);
        for (int read = await stream.ReadAsync(buffer.AsMemory(), default); read > 0; read = await stream.ReadAsync(buffer.AsMemory(), default))
        {
            bytes += read;
        }

        return bytes;
    }

    private static long HashFile(string file, long pieceLength)
    {
        using FileStream stream = File.OpenRead(file);
        byte[] piece = new byte[pieceLength];
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        long pieces = 0;
        for (int read = stream.ReadAtLeast(piece, piece.Length, false); read > 0; read = stream.ReadAtLeast(piece, piece.Length, false), pieces++)
        {
            SHA256.HashData(piece.AsSpan(0, read), digest);
        }

        return pieces;
    }

    private static async Task<T> MeasureAsync<T>(string what, long records, Func<Task<T>> run)
    {
        long began = Stopwatch.GetTimestamp();
        long processor = Environment.CpuUsage.TotalTime.Ticks;
        T result = await run();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double own = TimeSpan.FromTicks(Environment.CpuUsage.TotalTime.Ticks - processor).TotalSeconds;
        Console.WriteLine(Invariant($"{what,-52} {seconds,7:0.0} s {records / seconds,10:0} records/s; this process's own time {own,6:0.0} s, {records / own,10:0} records/s"));
        return result;
    }

    private static void Report(PlantedFaults faults, IReadOnlyList<Finding> findings)
    {
        (IReadOnlyList<PlantedFault> found, long others) = faults.Judge(findings);
        foreach (IGrouping<string, PlantedFault> kind in faults.All.GroupBy(static fault => fault.Name))
        {
            Console.WriteLine($"  {kind.Key,-18} {found.Count(fault => fault.Name == kind.Key),5} of {kind.Count()} found");
        }

        Console.WriteLine($"  {"all",-18} {found.Count,5} of {faults.All.Count} found, {others} names told that nobody planted");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
