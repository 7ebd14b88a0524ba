using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Room;

/// <content>Whether room can be made at all, told before anything is dropped: the same drops in the same order, by the bytes of the rows.</content>
internal sealed partial class RoomKeeper
{
    /// <summary>The length of a list with a place for each class's number.</summary>
    public const int ClassNumbers = (int)RecordClass.Bulk + 1;

    // Drops free whole pages: of each class a part of the last one stays, and the declared losses take some.
    private const long DropCost = 4 * 4096;

    private readonly long[] _held = new long[ClassNumbers];
    private readonly long[] _droppable = new long[ClassNumbers];
    private readonly long[] _cost = new long[ClassNumbers];
    private long _foreseen;

    /// <summary>
    /// Whether there is room for a publish, or can be made. Without asking first, what is dropped for a part of it would be lost for nothing
    /// where the rest does not fit.
    /// </summary>
    /// <param name="wanted">The publish's bytes of each class, by the class's number.</param>
    public bool CanMakeRoom(ReadOnlySpan<long> wanted)
    {
        long whole = 0;
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            _held[(int)recordClass] = BytesOf(recordClass);
            _droppable[(int)recordClass] = -1;
            _cost[(int)recordClass] = DropCost;
            whole += wanted[(int)recordClass];
        }

        // What a full disk has no room for just now, the disk says itself.
        _foreseen = _room + (_limit == long.MaxValue ? 0 : options.MaximumBytes - _limit);
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            long bytes = wanted[(int)recordClass];
            if (bytes > 0 && !CanTakeRoom(recordClass, bytes, whole))
            {
                return false;
            }

            _foreseen -= bytes;
        }

        return true;
    }

    private bool CanTakeRoom(RecordClass recordClass, long bytes, long whole)
    {
        while (bytes > options.Retention.Of(recordClass).MaximumBytes - _held[(int)recordClass])
        {
            if (recordClass == RecordClass.Safety || !MayDrop || !CanDrop(recordClass, bytes, whole))
            {
                return false;
            }
        }

        while (bytes > _foreseen - UnusedReserves(recordClass, _held))
        {
            if (!MayDrop || !CanDropFor(recordClass, bytes, whole))
            {
                return false;
            }
        }

        return true;
    }

    private bool CanDropFor(RecordClass recordClass, long bytes, long whole)
    {
        foreach (RecordClass dropped in DroppedFirst)
        {
            if (MayDropFor(recordClass, dropped, _held[(int)dropped]) && CanDrop(dropped, bytes, whole))
            {
                return true;
            }
        }

        return false;
    }

    private bool CanDrop(RecordClass recordClass, long bytes, long whole)
    {
        ref long left = ref _droppable[(int)recordClass];
        left = left < 0 ? Droppable(recordClass, whole) : left;
        long dropped = Math.Min(Math.Max(bytes, Step), left);
        left -= dropped;
        _held[(int)recordClass] -= dropped;
        long cost = Math.Min(dropped, _cost[(int)recordClass]);
        _cost[(int)recordClass] -= cost;
        _foreseen += dropped - cost;
        return dropped > 0;
    }

    // Looked at row by row only so far that the publish has room: behind that, records of the gateway's own hardly matter.
    private long Droppable(RecordClass recordClass, long whole)
    {
        long enough = whole + DropCost;
        long droppable = 0;
        long held = 0;
        foreach (SpoolSegment segment in segments.Of(recordClass))
        {
            if (IsDroppedFrom(segment))
            {
                held += segment.Pending.Bytes;
                droppable += droppable >= enough ? 0 : DroppableOf(segment, enough - droppable);
            }
        }

        return droppable >= enough ? Math.Max(held, droppable) : droppable;
    }

    private long DroppableOf(SpoolSegment segment, long enough)
    {
        try
        {
            return holes.FindOldest(segment, new DropSearch(enough, MaximumRows, null)).Bytes;
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            segment.IsDropBlocked = true;
            throw;
        }
    }
}
