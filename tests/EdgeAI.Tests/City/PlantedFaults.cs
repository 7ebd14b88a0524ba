using System.Globalization;
using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.Tests.City;

/// <summary>
/// Faults that somebody plants who may write the database and knows the format, but does not have the gateway's key: every row has a checksum that matches.
/// They lie apart, so that each finding belongs to one of them.
/// </summary>
internal sealed class PlantedFaults
{
    /// <summary>An edit of what a row says beside the record: a stream of the records does not show it.</summary>
    public const string EditOfAColumn = "edit of a column";

    private const int RowsOfAPlace = 4;

    private readonly NpgsqlConnection _connection;
    private readonly string _gateway;
    private readonly long _epoch;
    private readonly CancellationToken _cancellation;
    private readonly List<PlantedFault> _faults = [];
    private StoredRow? _oldSeal;

    private PlantedFaults(NpgsqlConnection connection, string gateway, long epoch, CancellationToken cancellation)
    {
        _connection = connection;
        _gateway = gateway;
        _epoch = epoch;
        _cancellation = cancellation;
    }

    /// <summary>What was planted.</summary>
    public IReadOnlyList<PlantedFault> All => _faults;

    /// <summary>Plants so many of each of the five kinds in a spool that is sealed to its end.</summary>
    public static async Task<PlantedFaults> PlantAsync(NpgsqlConnection connection, string gateway, long epoch, int ofEach, CancellationToken cancellation)
    {
        PlantedFaults faults = new(connection, gateway, epoch, cancellation);
        long last = await connection.ReadAsync<long>("SELECT max(sequence) FROM record WHERE gateway = $1 AND epoch = $2", cancellation, gateway, epoch);
        faults._oldSeal = (await faults.RowsAsync("class = 3 AND kind = 7 ORDER BY sequence LIMIT 1"))[0];
        for (int fault = 0; fault < 5 * ofEach; fault++)
        {
            long from = 1 + (fault * last / (5 * ofEach));
            List<StoredRow> place = await faults.RowsAsync(string.Create(CultureInfo.InvariantCulture, $"class = 3 AND kind = 1 AND sequence >= {from} ORDER BY sequence LIMIT {RowsOfAPlace}"));
            await faults.PlantAsync(place, fault % 5, fault / 5);
        }

        return faults;
    }

    /// <summary>Compares a report with what was planted: which faults are found whole, and how many names are told that nobody planted.</summary>
    public (IReadOnlyList<PlantedFault> Found, long False) Judge(IReadOnlyList<Finding> findings)
    {
        HashSet<(FindingKind, RecordClass, long)> planted = [.. _faults.SelectMany(static fault => fault.Expected)];
        HashSet<(FindingKind, RecordClass, long)> told = [];
        long others = 0;
        foreach (Finding finding in findings)
        {
            (FindingKind, RecordClass, long)[] meant = [.. planted.Where(one => one.Item1 == finding.Kind && one.Item2 == finding.Class && one.Item3 >= finding.First && one.Item3 <= finding.Last)];
            told.UnionWith(meant);
            others += finding.Count - meant.Length;
        }

        return ([.. _faults.Where(fault => fault.Expected.All(told.Contains))], others);
    }

    private async Task PlantAsync(List<StoredRow> place, int kind, int turn)
    {
        StoredRow row = place[0];
        switch (kind)
        {
            case 0:
                await DeleteAsync(row);
                Note("deletion", (FindingKind.Missing, row));
                break;
            case 1:
                await EditAsync(row, turn % 5);
                Note(turn % 5 < 2 ? "edit" : EditOfAColumn, (FindingKind.Altered, row));
                break;
            case 2:
                // Each has all that the other says, under its own number and with its own time of receipt or the other's.
                StoredRow other = place[2];
                bool withTime = turn % 2 == 0;
                await ReplaceAsync(row, other with { Sequence = row.Sequence, Received = withTime ? other.Received : row.Received });
                await ReplaceAsync(other, row with { Sequence = other.Sequence, Received = withTime ? row.Received : other.Received });
                Note("swap", (FindingKind.Altered, row), (FindingKind.Altered, other));
                break;
            case 3:
                await (row with { Received = row.Received + 1_000_000_000 }).InsertAsync(_connection, _gateway, _epoch, _cancellation);
                Note("duplicate", (FindingKind.Conflicting, row), (FindingKind.Altered, row));
                break;
            default:
                await ReplayAsync(place[2], row, turn % 3);
                break;
        }
    }

    private async Task EditAsync(StoredRow row, int what)
    {
        if (what == 0)
        {
            byte[] frame = [.. row.Frame];
            frame[^10] ^= 1;
            await ReplaceAsync(row, row with { Frame = frame });
        }
        else if (what == 1)
        {
            await ReplaceAsync(row, row with { Stamp = row.Stamp - 60_000_000_000, Robot = "robot-2" });
        }
        else
        {
            // What the record does not say: columns beside it that people ask by, and values that are cut off when the record is made again.
            string change = what switch { 2 => "simulated = NOT simulated", 3 => "board = board + 1", _ => "robot_boot = robot_boot + (1::bigint << 32)" };
            Touched(await _connection.RunAsync($"UPDATE record SET {change} WHERE gateway = $1 AND epoch = $2 AND sequence = $3", _cancellation, _gateway, _epoch, row.Sequence));
        }
    }

    private async Task ReplayAsync(StoredRow row, StoredRow older, int what)
    {
        switch (what)
        {
            case 0:
                await ReplaceAsync(row, older with { Sequence = row.Sequence });
                Note("replay", (FindingKind.Altered, row));
                break;
            case 1:
                // A whole old seal, signature and all, where a record was.
                await ReplaceAsync(row, _oldSeal! with { Sequence = row.Sequence });
                Note("replay", (FindingKind.Forked, row), (FindingKind.Altered, row));
                break;
            default:
                await ReplaceAsync(row, older with { Sequence = row.Sequence, Class = RecordClass.Safety });
                Note("replay", (FindingKind.Missing, row), (FindingKind.Inserted, row with { Class = RecordClass.Safety }));
                break;
        }
    }

    private Task<List<StoredRow>> RowsAsync(string condition) => StoredRow.ReadAsync(_connection, _gateway, _epoch, condition, _cancellation);

    private async Task DeleteAsync(StoredRow row)
        => Touched(await _connection.RunAsync("DELETE FROM record WHERE gateway = $1 AND epoch = $2 AND sequence = $3", _cancellation, _gateway, _epoch, row.Sequence));

    private async Task ReplaceAsync(StoredRow row, StoredRow by)
    {
        await DeleteAsync(row);
        await by.InsertAsync(_connection, _gateway, _epoch, _cancellation);
    }

    private void Note(string name, params (FindingKind Kind, StoredRow Row)[] expected)
        => _faults.Add(new PlantedFault(name, [.. expected.Select(static one => (one.Kind, one.Row.Class, one.Row.Sequence))]));

    private static void Touched(int rows)
    {
        if (rows != 1)
        {
            throw new InvalidOperationException($"{rows} rows were touched where one was to be");
        }
    }
}
