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
    private readonly Func<Damage, bool> _trySetAside;
    private readonly Func<long> _lastSequence;

    public SpoolReader(SqliteConnection connection, Func<Damage, bool> trySetAside, Func<long> lastSequence)
    {
        _connection = connection;
        _trySetAside = trySetAside;
        _lastSequence = lastSequence;
        _select = new SpoolStatement(
            connection.Handle ?? throw new InvalidOperationException("the connection is not open"),
            "SELECT sequence, class, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c FROM records WHERE sequence>=?1 ORDER BY sequence LIMIT ?2");
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
            _select.Bind(1, after + 1).Bind(2, maximumRecords);
            while (_select.Step())
            {
                GatewayRecord record = CurrentRow();
                string? damage = Damage(record);
                if (damage is not null)
                {
                    if (!_trySetAside(new Damage(record.Sequence, record.Sequence, damage, false)))
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
        catch (SpoolError error) when (error.IsDamage)
        {
            // What came before the damage goes first; the next call begins at it.
            _select.Reset();
            return last > after ? last : Skip(after, error.Message);
        }
        finally
        {
            _select.Reset();
        }
    }

    /// <summary>Passes by what damaged pages held; the last sequence that cannot be read.</summary>
    private long Skip(long after, string reason)
    {
        // One by one: a jump could pass a good page between two damaged ones. A probe that lands in a damaged page costs microseconds.
        long end = _lastSequence();
        long last = after + 1;
        while (last < end && !CanReadFrom(last + 1))
        {
            last++;
        }

        return _trySetAside(new Damage(after + 1, last, reason, true)) ? last : after;
    }

    private bool CanReadFrom(long sequence)
    {
        try
        {
            _select.Bind(1, sequence).Bind(2, 1);
            _ = _select.Step();
            return true;
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            return false;
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
