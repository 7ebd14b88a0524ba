using EdgeAI.Gateway.Spool.Tables;

namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>
/// Which robot batches are on disk, in memory as in the table. Changes belong to the open transaction: they are kept by
/// <see cref="Accept"/> and undone by <see cref="Undo"/>. Remembers the latest boots of each robot only.
/// </summary>
internal sealed class PublisherLedger(int maximumRobots)
{
    /// <summary>A robot's boots that are remembered; a batch of an older one counts as new.</summary>
    public const int BootsPerRobot = 8;

    private readonly Dictionary<(string Robot, uint Boot), StoredBatches> _stored = [];
    private readonly Dictionary<string, List<uint>> _boots = [];
    private readonly List<(string Robot, uint Boot, StoredBatches? Before)> _changes = [];

    /// <summary>Takes over a row at the start. Of two for one boot, which a damaged index leaves, the one that knows more counts.</summary>
    public void Load(string robot, uint boot, StoredBatches batches)
    {
        if (!_stored.TryGetValue((robot, boot), out StoredBatches known))
        {
            BootsOf(robot).Add(boot);
        }
        else if (known.Last > batches.Last)
        {
            return;
        }

        _stored[(robot, boot)] = batches;
    }

    /// <summary>Whether the batch is stored; nothing when it is too old to tell.</summary>
    public bool? Contains(string robot, uint boot, long number)
        => _stored.TryGetValue((robot, boot), out StoredBatches batches) ? batches.Contains(number) : false;

    /// <summary>Whether a batch of the robot may be noted: robots are remembered for ever, so a name too many is refused.</summary>
    public bool HasRoomFor(string robot) => _boots.ContainsKey(robot) || _boots.Count < maximumRobots;

    /// <summary>Notes a batch within the open transaction, in memory and in the table.</summary>
    public void Add(string robot, uint boot, long number, SpoolDatabase database)
    {
        bool known = _stored.TryGetValue((robot, boot), out StoredBatches before);
        StoredBatches after = known ? before.With(number) : new StoredBatches(number, 1);
        _stored[(robot, boot)] = after;
        _changes.Add((robot, boot, known ? before : null));
        database.PutPublisher(robot, boot, after);
        if (!known)
        {
            Forget(robot, database);
            BootsOf(robot).Add(boot);
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void Accept() => _changes.Clear();

    /// <summary>The transaction was rolled back: goes back to what is on disk.</summary>
    public void Undo()
    {
        for (int index = _changes.Count - 1; index >= 0; index--)
        {
            (string robot, uint boot, StoredBatches? before) = _changes[index];
            List<uint> boots = BootsOf(robot);
            if (before is StoredBatches old)
            {
                _stored[(robot, boot)] = old;
                if (!boots.Contains(boot))
                {
                    boots.Insert(0, boot);
                }
            }
            else
            {
                _stored.Remove((robot, boot));
                boots.Remove(boot);
                if (boots.Count == 0)
                {
                    _boots.Remove(robot);
                }
            }
        }

        _changes.Clear();
    }

    private void Forget(string robot, SpoolDatabase database)
    {
        List<uint> boots = BootsOf(robot);
        while (boots.Count >= BootsPerRobot)
        {
            uint oldest = boots[0];
            boots.RemoveAt(0);
            if (_stored.Remove((robot, oldest), out StoredBatches before))
            {
                _changes.Add((robot, oldest, before));
            }

            database.RemovePublisher(robot, oldest);
        }
    }

    private List<uint> BootsOf(string robot)
    {
        if (!_boots.TryGetValue(robot, out List<uint>? boots))
        {
            boots = [];
            _boots.Add(robot, boots);
        }

        return boots;
    }
}
