using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Where a model stands in the stages that run it. The graph thread asks for it once before each inference; any one other thread offers the
/// next one, which the graph thread finds when it next asks: between two inferences, without a pause, a lock or an allocation. What it
/// has let go of is handed back to the thread that offered, to be closed there. At most two models are held at a time.
/// </summary>
/// <remarks>
/// An offer is taken, or withdrawn, by an exchange, so that it has one owner. The model before is published after the exchange: from
/// then on no stage holds it, since the stages that share a slot run on one thread and each asks anew before it fills the inputs.
/// </remarks>
public sealed class ModelSlot
{
    private Model _current;
    private Model? _offered;
    private Model? _retired;
    private IInferenceTap? _tap;

    /// <summary>Makes a slot with its first model, which stays the caller's.</summary>
    /// <param name="model">The model.</param>
    public ModelSlot(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _current = model;
    }

    /// <summary>The model that was last taken. Any thread.</summary>
    public Model Current => Volatile.Read(ref _current);

    /// <summary>Who sees each inference; null for nobody. Any thread; from the next inference on.</summary>
    public IInferenceTap? Tap
    {
        get => Volatile.Read(ref _tap);
        set => Volatile.Write(ref _tap, value);
    }

    /// <summary>The model for the next inference. Graph thread only; allocates nothing.</summary>
    public Model Take()
    {
        if (Volatile.Read(ref _offered) is not null && Interlocked.Exchange(ref _offered, null) is { } next)
        {
            Model before = _current;
            Volatile.Write(ref _current, next);
            Volatile.Write(ref _retired, before);
        }

        return _current;
    }

    /// <summary>Offers the next model. The offering thread only.</summary>
    /// <param name="next">The model; it takes the same inputs and has the same outputs (<see cref="ModelFit"/>).</param>
    /// <returns>False while an earlier offer waits, or what it replaced was not collected: then three models would be held.</returns>
    public bool TryOffer(Model next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (Volatile.Read(ref _offered) is not null || Volatile.Read(ref _retired) is not null)
        {
            return false;
        }

        Volatile.Write(ref _offered, next);
        return true;
    }

    /// <summary>Takes an offer back that the graph thread has not found yet. The offering thread only.</summary>
    /// <returns>The model; null where it was found.</returns>
    public Model? Withdraw() => Interlocked.Exchange(ref _offered, null);

    /// <summary>Takes the model that an offer replaced. The offering thread only.</summary>
    /// <param name="retired">The model, which no stage holds any more.</param>
    public bool TryCollect(out Model? retired)
    {
        retired = Interlocked.Exchange(ref _retired, null);
        return retired is not null;
    }
}
