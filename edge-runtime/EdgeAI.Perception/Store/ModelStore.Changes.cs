using System.Text.Json;

namespace EdgeAI.Perception.Store;

/// <summary>What changes a store.</summary>
public sealed partial class ModelStore
{
    // A rollback goes back this far at most; older generations may be given up.
    private const int MaxHistory = 16;

    /// <summary>
    /// Adds a model's folder, or a model file that has no card, as the next generation of a name, or as a further variant of its newest one. The first generation of a name is
    /// what robots run, since there is nothing to hold it against; later ones wait for <see cref="Promote"/>.
    /// </summary>
    /// <param name="source">A folder with a card and what it names, or an ONNX file.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="variant">The variant's name; <see cref="StoredVariant.Original"/> for a new generation.</param>
    /// <param name="generation">The generation's number.</param>
    /// <param name="isNew">False where the very same was there already.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal Add(string source, string name, string variant, out int generation, out bool isNew, out string problem)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(variant);
        int number = 0;
        bool added = false;
        StoreRefusal refusal = Guarded(out problem, (out string inner) => IncomingModel.TryRead(source, name, _options, out IncomingModel? incoming, out inner)
            ? Write(out inner, (out string written) => Add(incoming!, name, variant, ref number, ref added, out written))
            : StoreRefusal.ModelRefused);
        generation = number;
        isNew = added;
        return refusal;
    }

    /// <summary>Has robots run another generation from now on.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="number">The generation's number.</param>
    /// <param name="why">Why, for the log; null where a verdict says it.</param>
    /// <param name="verdict">What the gate found; null where none was asked.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    /// <param name="judged">What the verdict is on: where robots run another variant by now, or the generation has another, it is refused; null for whatever there is.</param>
    public StoreRefusal Promote(string name, int number, string? why, GateVerdict? verdict, out string problem, ModelRef? judged = null) => Change(name, out problem, (ModelRef found, out string inner) =>
    {
        if (number == found.Current)
        {
            inner = $"{name}: robots run generation {number} already";
            return (StoreRefusal.None, found, null);
        }

        if (found.GenerationOf(number) is not { } generation)
        {
            inner = NoSuch(found, number);
            return (StoreRefusal.NotFound, null, null);
        }

        if (judged is not null && !(judged.Running.Running.IsSame(found.Running.Running) && judged.GenerationOf(number)?.Running.IsSame(generation.Running) == true))
        {
            inner = $"{name}: was changed while generation {number} was judged, so that the verdict is on other models: judge it again";
            return (StoreRefusal.Changed, null, null);
        }

        inner = "";
        ModelRef next = found with { Current = number, Candidate = null, History = [.. found.History.Append(found.Current).TakeLast(MaxHistory)] };
        return (StoreRefusal.None, next, RecordOf(StoreEvent.Promoted, found, generation.Running) with { Generation = number, Against = found.Running.Running.Model, Why = why, Verdict = verdict });
    });

    /// <summary>Has running robots ask a generation in the shadow, and promote it if their gate lets it through.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="number">The generation's number.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal Propose(string name, int number, out string problem) => Change(name, out problem, (ModelRef found, out string inner) =>
    {
        if (found.GenerationOf(number) is not { } generation)
        {
            inner = NoSuch(found, number);
            return (StoreRefusal.NotFound, null, null);
        }

        inner = "";
        return (StoreRefusal.None, found with { Candidate = number }, RecordOf(StoreEvent.Proposed, found, generation.Running) with { Generation = number });
    });

    /// <summary>Takes a proposed generation back: a robot's gate held it back.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="number">The generation's number.</param>
    /// <param name="verdict">What the gate found.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal Withdraw(string name, int number, GateVerdict verdict, out string problem) => Change(name, out problem, (ModelRef found, out string inner) =>
    {
        inner = "";
        StoreRecord record = RecordOf(StoreEvent.Failed, found, found.GenerationOf(number)?.Running ?? found.Running.Running) with { Generation = number, Verdict = verdict };
        return (StoreRefusal.None, found with { Candidate = found.Candidate == number ? null : found.Candidate }, record);
    });

    /// <summary>Has robots run another variant of a generation.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="number">The generation's number.</param>
    /// <param name="variant">The variant's name.</param>
    /// <param name="rows">What was measured.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal Choose(string name, int number, string variant, BenchRow[] rows, out string problem) => Change(name, out problem, (ModelRef found, out string inner) =>
    {
        if (found.GenerationOf(number) is not { } generation || generation.VariantOf(variant) is not { } chosen)
        {
            inner = NoSuch(found, number);
            return (StoreRefusal.NotFound, null, null);
        }

        inner = "";
        ModelRef next = found with { Generations = [.. found.Generations.Select(each => each.Number == number ? each with { Chosen = variant } : each)] };
        return (StoreRefusal.None, next, RecordOf(StoreEvent.Measured, found, chosen) with { Generation = number, Why = $"runs {variant}", Bench = rows });
    });

    /// <summary>
    /// Gives up generations beyond the newest few, and every object that no ref names. What robots run, and what a rollback would
    /// have them run, always stays.
    /// </summary>
    /// <param name="keep">How many of the newest generations of each name stay, at least 1.</param>
    /// <param name="freed">Bytes that were freed.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal Prune(int keep, out long freed, out string problem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        long bytes = 0;
        StoreRefusal refusal = Guarded(out problem, (out string inner) => Write(out inner, (out string written) =>
        {
            StoreRefusal read = ReadAll(out List<ModelRef> refs, out written);
            if (read != StoreRefusal.None)
            {
                return read;
            }

            foreach (ModelRef found in refs)
            {
                Complete(found);
                Thin(found, keep);
            }

            return Collect(out bytes, out written);
        }));
        freed = bytes;
        return refusal;
    }

    /// <summary>Appends a line to the log, such as a robot's verdict on what it runs.</summary>
    /// <param name="record">The line; its time and its place in the chain are set here.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal Record(StoreRecord record, out string problem) => Guarded(out problem, (out string inner) => Write(out inner, (out string written) =>
    {
        written = "";
        _log.Append(record with { At = _time.GetUtcNow() });
        return StoreRefusal.None;
    }));

    private delegate (StoreRefusal Refusal, ModelRef? Next, StoreRecord? Record) Edit(ModelRef found, out string problem);

    private static string NoSuch(ModelRef found, int number) =>
        $"{found.Name}: has no such generation or variant as {number}: it has {string.Join(", ", found.Generations.Select(static generation => $"{generation.Number} ({string.Join(", ", generation.Variants.Select(static variant => variant.Name))})"))}";

    private StoreRefusal Add(IncomingModel incoming, string name, string variant, ref int number, ref bool added, out string problem)
    {
        StoreRefusal found = Find(name, out ModelRef? old, out problem);
        if (found is not (StoreRefusal.None or StoreRefusal.NotFound))
        {
            return found;
        }

        if (!IsName(variant) || (variant != StoredVariant.Original && old is null))
        {
            problem = IsName(variant) ? $"{name}: has no generation yet that '{variant}' could be a variant of: add the original first" : $"'{variant}' is no variant's name: write lower-case letters, digits, '-', '_' and '.'";
            return IsName(variant) ? StoreRefusal.NotFound : StoreRefusal.NameInvalid;
        }

        if (old is not null)
        {
            Complete(old);
        }

        StoreRefusal room = MakeRoom(incoming.Bytes, out problem);
        if (room != StoreRefusal.None)
        {
            return room;
        }

        StoredFile[] stored = [.. incoming.Put(_objects).OrderBy(static file => file.Name, StringComparer.Ordinal)];
        StoredVariant taken = new(variant, incoming.Digest, stored);
        if (!Array.Exists(stored, file => file.Sha256 == incoming.Digest))
        {
            problem = $"{incoming.Source}: was changed while it was added: add it again";
            return StoreRefusal.ModelRefused;
        }

        if (old is not null && variant != StoredVariant.Original && old.Generations[^1] is var newest && newest.Number == old.Current && newest.Chosen == variant && !Array.Exists(old.Generations, generation => generation.VariantOf(variant)?.IsSame(taken) == true))
        {
            problem = $"{name}: robots run the variant {variant} of generation {newest.Number}, which other files may not replace unjudged: give them another variant's name";
            return StoreRefusal.InUse;
        }

        _objects.MakeView(taken);
        ModelRef next = With(old, name, taken, ref number, ref added);
        if (added)
        {
            Put(next, RecordOf(StoreEvent.Added, next, taken) with { Generation = number, Why = variant == StoredVariant.Original ? null : $"as the variant {variant}" });
        }

        return StoreRefusal.None;
    }

    /// <summary>The ref with a variant more, in a new generation or its newest one.</summary>
    private ModelRef With(ModelRef? old, string name, StoredVariant taken, ref int number, ref bool added)
    {
        DateTimeOffset now = _time.GetUtcNow();
        StoredGeneration? same = old?.Generations.LastOrDefault(generation => generation.VariantOf(taken.Name) is { } there && ObjectName.Of(there.Files) == ObjectName.Of(taken.Files));
        added = same is null;
        if (same is not null)
        {
            number = same.Number;
            return old!;
        }

        if (taken.Name != StoredVariant.Original)
        {
            StoredGeneration newest = old!.Generations[^1];
            number = newest.Number;
            return old with { Generations = [.. old.Generations[..^1], newest with { Variants = [.. newest.Variants.Where(variant => variant.Name != taken.Name), taken] }] };
        }

        number = old?.Next ?? 1;
        StoredGeneration generation = new(number, now, [taken], taken.Name);
        return old is null
            ? new ModelRef { Format = ModelRef.SupportedFormat, Name = name, Current = number, History = [], Next = number + 1, Generations = [generation] }
            : old with { Next = number + 1, Generations = [.. old.Generations, generation] };
    }

    /// <summary>Gives up what no ref names where that is needed to stay within the bound.</summary>
    private StoreRefusal MakeRoom(long needed, out string problem)
    {
        problem = "";
        if (_objects.Bytes + needed <= _options.MaxBytes)
        {
            return StoreRefusal.None;
        }

        StoreRefusal collected = Collect(out _, out problem);
        if (collected == StoreRefusal.None && _objects.Bytes + needed > _options.MaxBytes)
        {
            problem = $"{Folder}: holds {_objects.Bytes} bytes, and {needed} more are above its bound of {_options.MaxBytes}: give up old generations with models prune";
            return StoreRefusal.Full;
        }

        return collected;
    }

    private void Thin(ModelRef found, int keep)
    {
        HashSet<int> kept = [found.Current, found.Candidate ?? found.Current, .. found.History.TakeLast(1), .. found.Generations.TakeLast(keep).Select(static generation => generation.Number)];
        StoredGeneration[] gone = [.. found.Generations.Where(generation => !kept.Contains(generation.Number))];
        if (gone.Length > 0)
        {
            ModelRef next = found with { Generations = [.. found.Generations.Where(generation => kept.Contains(generation.Number))], History = [.. found.History.Where(kept.Contains)] };
            Put(next, RecordOf(StoreEvent.Pruned, found, found.Running.Running) with { Generation = found.Current, Why = $"gave up generations {string.Join(", ", gone.Select(static generation => generation.Number))}" });
        }
    }

    private StoreRefusal Collect(out long freed, out string problem)
    {
        freed = 0;
        StoreRefusal read = ReadAll(out List<ModelRef> refs, out problem);
        if (read == StoreRefusal.None)
        {
            StoredVariant[] variants = [.. refs.SelectMany(static found => found.Generations).SelectMany(static generation => generation.Variants)];
            freed = _objects.Collect(
                variants.SelectMany(static variant => variant.Files).Select(static file => file.Sha256).ToHashSet(StringComparer.Ordinal),
                variants.Select(variant => Path.GetFileName(_objects.ViewOf(variant))).ToHashSet(StringComparer.Ordinal));
        }

        return read;
    }

    /// <summary>Every ref: nothing is given up while one cannot be read, since nobody knows then what it names.</summary>
    private StoreRefusal ReadAll(out List<ModelRef> refs, out string problem)
    {
        refs = [];
        problem = "";
        foreach (string name in Names())
        {
            StoreRefusal refusal = Find(name, out ModelRef? found, out problem);
            if (refusal != StoreRefusal.None)
            {
                return refusal;
            }

            refs.Add(found!);
        }

        return StoreRefusal.None;
    }

    private StoreRefusal Change(string name, out string problem, Edit edit) => Guarded(out problem, (out string inner) => Write(out inner, (out string written) =>
    {
        StoreRefusal refusal = Find(name, out ModelRef? found, out written);
        if (refusal != StoreRefusal.None)
        {
            return refusal;
        }

        Complete(found!);
        (refusal, ModelRef? next, StoreRecord? record) = edit(found!, out written);
        if (refusal == StoreRefusal.None && record is not null)
        {
            Put(next!, record);
        }

        return refusal;
    }));

    private void Complete(ModelRef found)
    {
        if (found.Change is { } change)
        {
            _log.Complete(change);
        }
    }

    private void Put(ModelRef found, StoreRecord change)
    {
        _objects.Replace(RefPathOf(found.Name), JsonSerializer.SerializeToUtf8Bytes(found with { Change = change }, StoreJson.Default.ModelRef));
        _log.Append(change);
    }

    private StoreRecord RecordOf(StoreEvent what, ModelRef found, StoredVariant variant) => new() { At = _time.GetUtcNow(), Event = what, Name = found.Name, Model = variant.Model };
}
