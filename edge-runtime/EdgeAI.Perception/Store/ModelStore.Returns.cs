namespace EdgeAI.Perception.Store;

/// <content>How robots get back what they ran before.</content>
public sealed partial class ModelStore
{
    /// <summary>Has robots run the generation again that they ran before.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="why">Why, for the log.</param>
    /// <param name="number">The number of the generation that they run now.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal Rollback(string name, string why, out int number, out string problem)
    {
        int back = 0;
        StoreRefusal refusal = Change(name, out problem, (ModelRef found, out string inner) =>
        {
            inner = "";
            if (found.History.Length == 0)
            {
                inner = $"{name}: robots have run no other generation than {found.Current}: there is nothing to go back to; promote one instead";
                return (StoreRefusal.NotFound, null, null);
            }

            back = found.History[^1];
            ModelRef next = found with { Current = back, History = found.History[..^1] };
            return (StoreRefusal.None, next, RecordOf(StoreEvent.RolledBack, found, next.Running.Running) with { Generation = back, Against = found.Running.Running.Model, Why = why });
        });
        number = back;
        return refusal;
    }

    /// <summary>
    /// Gives up a name whose first generation did not prove itself: there was nothing before it, so robots have no such model again. Whoever
    /// changed the ref meanwhile knows better, and then nothing is done.
    /// </summary>
    /// <param name="name">The model's name.</param>
    /// <param name="number">The number of the generation that is given up.</param>
    /// <param name="why">Why, for the log.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal GiveUp(string name, int number, string why, out string problem) => Guarded(out problem, (out string inner) => Write(out inner, (out string written) =>
    {
        StoreRefusal refusal = Find(name, out ModelRef? found, out written);
        if (refusal != StoreRefusal.None)
        {
            // Given up already, by a life that died before it could say so.
            written = refusal == StoreRefusal.NotFound ? "" : written;
            return refusal == StoreRefusal.NotFound ? StoreRefusal.None : refusal;
        }

        Complete(found!);
        if (found!.Current != number)
        {
            return StoreRefusal.None;
        }

        if (found.History.Length > 0 || found.Generations.Length > 1)
        {
            written = $"{name}: has other generations than {number}: promote one of them";
            return StoreRefusal.InUse;
        }

        _log.Append(RecordOf(StoreEvent.RolledBack, found, found.Running.Running) with { Against = found.Running.Running.Model, Why = why });
        _disk.Delete(RefPathOf(name));
        _disk.SyncFolder(RefFolder);
        return StoreRefusal.None;
    }));

    /// <summary>
    /// Has robots run again what one of them ran before and has gone back to: the generation, or the variant where only that was
    /// changed. Whoever changed the ref meanwhile knows better, and then nothing is done.
    /// </summary>
    /// <param name="name">The model's name.</param>
    /// <param name="failed">What did not prove itself.</param>
    /// <param name="before">What the robot ran before, and runs.</param>
    /// <param name="why">Why, for the log.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal Return(string name, RunningVariant failed, RunningVariant before, string why, out string problem) => Change(name, out problem, (ModelRef found, out string inner) =>
    {
        inner = "";
        if (found.Current != failed.Generation || !failed.Variant.IsSame(found.Running.Running))
        {
            return (StoreRefusal.None, found, null);
        }

        ModelRef next;
        if (before.Generation == failed.Generation)
        {
            next = found with { Generations = [.. found.Generations.Select(each => each.Number == found.Current && each.VariantOf(before.Variant.Name)?.IsSame(before.Variant) == true ? each with { Chosen = before.Variant.Name } : each)] };
        }
        else
        {
            int place = Array.LastIndexOf(found.History, before.Generation);
            if (place < 0)
            {
                inner = $"{name}: robots have not run generation {before.Generation} before {found.Current}: promote another";
                return (StoreRefusal.NotFound, null, null);
            }

            next = found with { Current = before.Generation, History = found.History[..place] };
        }

        return (StoreRefusal.None, next, RecordOf(StoreEvent.RolledBack, found, next.Running.Running) with { Generation = next.Current, Against = failed.Variant.Model, Why = why });
    });
}
