namespace EdgeAI.Perception.Store;

/// <summary>What a rollout asks of the store, and has it say.</summary>
public sealed partial class ModelRollout
{
    private StoreRefusal PromoteJudged(RunningVariant what, GateVerdict verdict, out string problem)
    {
        StoreRefusal refusal = _store.Find(_name, out ModelRef? found, out problem);
        if (refusal != StoreRefusal.None)
        {
            return refusal;
        }

        if (!IsAskedFor(found!, _running) || found!.GenerationOf(what.Generation)?.Running.IsSame(what.Variant) != true)
        {
            problem = $"{_name}: was changed while generation {what.Generation} was judged";
            return StoreRefusal.Changed;
        }

        return _store.Promote(_name, what.Generation, "passed in the shadow", verdict, out problem, found);
    }

    /// <summary>Has the store name again what the robot went back to; again at each look, for as long as the store cannot be written to.</summary>
    private void ReturnInStore()
    {
        if (_return is not { } pair || State != RolloutState.Settled)
        {
            return;
        }

        // Read first: where the store stays as it is, what failed is not taken a second time all the same.
        if (_store.Find(_name, out ModelRef? found, out _) == StoreRefusal.None)
        {
            _refused = (pair.Failed, found!.Change?.At);
        }

        StoreRefusal refusal = _store.Return(_name, pair.Failed, pair.Before, $"generation {pair.Failed.Generation} did not prove itself", out string problem);
        if (refusal is not (StoreRefusal.Busy or StoreRefusal.Disk))
        {
            _return = null;
        }

        if (refusal != StoreRefusal.None)
        {
            Refuse(pair.Failed.Generation, pair.Failed.Variant.Model, problem);
        }
    }

    private static bool IsAskedFor(ModelRef found, RunningVariant what) => found.Running.Running.IsSame(what.Variant);

    /// <summary>Whether the store still says that robots run something; where it cannot be read, nobody has said otherwise.</summary>
    private bool IsStillAskedFor(RunningVariant what) => _store.Find(_name, out ModelRef? found, out _) != StoreRefusal.None || IsAskedFor(found!, what);
}
