using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// Runs one stage and keeps its age contract: an answer that rests on anything older than allowed, its uncertainty counted
/// against it, is withheld, counted and shown, never published. What is published goes on to the stages that take it, as a sample with
/// the originating stamp.
/// </summary>
/// <typeparam name="TOutput">The message that the stage answers with: a decision or a derived reading.</typeparam>
/// <param name="name">The stage's name in the profile.</param>
/// <param name="output">The one message that is refilled.</param>
/// <param name="allowedAgeNanoseconds">The oldest that an input may be when the answer is given.</param>
/// <param name="outlet">Where answers go.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class StageRunner<TOutput>(string name, TOutput output, long allowedAgeNanoseconds, StageOutlet outlet, IClock clock)
    : StageRunner(name, outlet), IStageOutput<TOutput>
    where TOutput : Message
{
    private readonly Decision? _decision = output as Decision;
    private StageBasis[] _bases = [];
    private ISampleConsumer<TOutput>[] _consumers = [];

    /// <inheritdoc/>
    public TOutput Message { get; } = output;

    /// <summary>Adds an input that a stage answers: the answer rests on everything that it took since its last one. A stage with several inputs is added once for each.</summary>
    /// <typeparam name="TInput">The message that the input takes.</typeparam>
    /// <param name="stage">The stage.</param>
    /// <returns>This runner.</returns>
    public StageRunner<TOutput> AddInput<TInput>(IStage<TInput, TOutput> stage)
        where TInput : Message
    {
        StageInput<TInput, TOutput> input = new(this, stage);
        _bases = [.. _bases, input.Basis];
        Keep(input);
        return this;
    }

    /// <summary>Adds an input whose consumer answers by itself, as often as it likes, through <see cref="IStageOutput{TOutput}"/>: a join.</summary>
    /// <typeparam name="TInput">The message that the input takes.</typeparam>
    /// <param name="consumer">What takes the samples.</param>
    /// <returns>This runner.</returns>
    public StageRunner<TOutput> AddInput<TInput>(ISampleConsumer<TInput> consumer)
        where TInput : Message
    {
        Waiting ??= consumer as IWaitingJoin;
        Keep(new CountedInput<TInput>(this, consumer));
        return this;
    }

    /// <summary>Adds someone who takes the answers, after those who were added before. Before the graph is first stepped.</summary>
    /// <param name="consumer">Who takes them, on this stage's thread.</param>
    public void AddConsumer(ISampleConsumer<TOutput> consumer) => _consumers = [.. _consumers, consumer];

    /// <inheritdoc/>
    public bool TryAnswer(in Stamp stamp, FrameFlags flags, long oldestInput)
    {
        long now = clock.Nanoseconds;
        long age = now - oldestInput;
        if (age > allowedAgeNanoseconds - stamp.UncertaintyNanoseconds)
        {
            TooOld++;
            Outlet.Withhold();
            return false;
        }

        Message.Stamp = stamp;
        if (_decision is not null)
        {
            _decision.OldestInputAgeMicroseconds = (uint)Math.Clamp(age / 1000, 0, uint.MaxValue);
        }

        long span = Math.Max(0, stamp.Nanoseconds - oldestInput);
        if (!Outlet.TryPublish(Message, flags, span, out long sequence))
        {
            return false;
        }

        Published++;
        Latency.Record(now - stamp.Nanoseconds);
        if (_consumers.Length > 0)
        {
            Sample<TOutput> sample = new(Message, stamp, Outlet.Stream, sequence, flags, span);
            foreach (ISampleConsumer<TOutput> consumer in _consumers)
            {
                consumer.Take(in sample);
            }
        }

        return true;
    }

    /// <summary>Answers at the newest sample of an input: as uncertain as the worst reading that the answer rests on, as simulated as any, as old as the oldest.</summary>
    /// <param name="newest">The stamp of the newest sample.</param>
    /// <param name="uncertainty">The widest uncertainty of what the stage kept from before, nanoseconds.</param>
    /// <param name="flags">Every flag of what the stage kept from before.</param>
    /// <param name="oldestInput">The instant of the oldest sample, robot timeline, nanoseconds.</param>
    internal bool TryAnswerAt(in Stamp newest, long uncertainty, FrameFlags flags, long oldestInput)
    {
        uncertainty = Math.Max(uncertainty, newest.UncertaintyNanoseconds);
        long span = 0;
        foreach (StageBasis basis in _bases)
        {
            uncertainty = Math.Max(uncertainty, basis.Uncertainty);
            span = Math.Max(span, basis.Span);
            flags |= basis.Flags;
        }

        return TryAnswer(new Stamp(newest.Nanoseconds, uncertainty), flags, oldestInput - span);
    }

    /// <summary>What is taken from now on belongs to the next answer.</summary>
    internal void BeginNext()
    {
        foreach (StageBasis basis in _bases)
        {
            basis.BeginNext();
        }
    }

    private protected override void Connect(StageRunner next, int index) => AddConsumer(next.InputOf<TOutput>(index));

    private protected override StreamInlet ConnectInlet(IReadOnlyList<(StageRunner Next, int Index)> takers, InletOptions options, Func<Message> newMessage)
    {
        ISampleConsumer<TOutput>[] consumers = [.. takers.Select(static taker => taker.Next.InputOf<TOutput>(taker.Index))];
        StreamInlet<TOutput> inlet = new(Outlet.Stream, options, () => (TOutput)newMessage(), consumers, clock);
        AddConsumer(inlet);
        return inlet;
    }
}
