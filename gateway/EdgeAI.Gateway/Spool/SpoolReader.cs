using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool;

/// <summary>
/// Reads records in order on a connection of its own, beside the writer. Each record is compared with its checksum on the way out;
/// one that differs is handed to the spool to be set aside, and the rest goes on. For one thread at a time.
/// </summary>
internal sealed class SpoolReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SpoolStatement _select;
    private readonly Func<long, string, bool> _trySetAside;

    public SpoolReader(SqliteConnection connection, Func<long, string, bool> trySetAside)
    {
        _connection = connection;
        _trySetAside = trySetAside;
        _select = new SpoolStatement(
            connection.Handle ?? throw new InvalidOperationException("the connection is not open"),
            "SELECT sequence, class, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c FROM records WHERE sequence>?1 ORDER BY sequence LIMIT ?2");
    }

    /// <summary>Begins a batch and fills it with the records that follow a sequence.</summary>
    /// <param name="after">The sequence before the first one wanted.</param>
    /// <param name="maximumRecords">The most records to take.</param>
    /// <param name="batch">The batch; its count may stay 0 although records were passed by, all of them damaged.</param>
    /// <returns>The last sequence that was taken or passed by; <paramref name="after"/> when there was none.</returns>
    /// <exception cref="SpoolError">SQLite answered with an error.</exception>
    public long Read(long after, int maximumRecords, GatewayBatchWriter batch)
    {
        batch.Begin();
        long last = after;
        try
        {
            _select.Bind(1, after).Bind(2, maximumRecords);
            while (_select.Step())
            {
                GatewayRecord record = CurrentRow();
                string? damage = Damage(record);
                if (damage is not null)
                {
                    if (!_trySetAside(record.Sequence, damage))
                    {
                        break;
                    }
                }
                else if (!batch.TryAdd(record))
                {
                    break;
                }

                last = record.Sequence;
            }

            return last;
        }
        finally
        {
            _select.Reset();
        }
    }

    public void Dispose()
    {
        _select.Dispose();
        _connection.Dispose();
    }

    private static string? Damage(in GatewayRecord record)
    {
        if (record.Class is < RecordClass.Safety or > RecordClass.Bulk || !Identifier.IsValid(record.Robot) || record.Frame.Length is 0 or > ushort.MaxValue)
        {
            return "a column holds what was never stored";
        }

        return record.IsIntact ? null : "CRC-32C does not match";
    }

    private GatewayRecord CurrentRow() => new()
    {
        Sequence = _select.Integer(0),
        Class = (RecordClass)_select.Integer(1),
        Robot = _select.Blob(2),
        RobotBoot = (uint)_select.Integer(3),
        UtcNanoseconds = _select.Integer(4),
        UncertaintyNanoseconds = _select.Integer(5),
        ReceivedUtcNanoseconds = _select.Integer(6),
        Frame = _select.Blob(7),
        Checksum = (uint)_select.Integer(8),
    };
}
