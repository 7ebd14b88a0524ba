using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeAI.Perception.Sessions.Providers;
using EdgeAI.Perception.Store;
using EdgeAI.Robot.Models;

namespace EdgeAI.Robot.Commands;

/// <summary>The command models: what a model store holds and what robots run of it (edge-runtime/MODELS.md).</summary>
internal static class ModelsCommand
{
    private const int ShownDigits = 12;

    private static readonly Option<string> Store = new("--store") { Description = "The store's folder (default: edgeai/models below XDG_DATA_HOME or ~/.local/share).", Recursive = true };

    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON for machines.", Recursive = true };

    private static readonly Argument<string> Name = new("NAME") { Description = "The model's name in the store." };

    private static readonly Argument<string?> AnyName = new("NAME") { Description = "The model's name in the store; all without it.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Argument<int?> Generation = new("GENERATION") { Description = "The generation's number; the newest without it.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Argument<string> Source = new("PATH") { Description = "A model's folder: a card and the file that it names." };

    private static readonly Option<string> NewName = new("--name") { Description = "The model's name in the store.", Required = true };

    private static readonly Option<string> Variant = new("--variant") { Description = "Adds it as a further form of the newest generation, such as int8.", DefaultValueFactory = static _ => StoredVariant.Original };

    private static readonly Option<int> Keep = new("--keep") { Description = "How many of the newest generations of each model stay.", DefaultValueFactory = static _ => 4 };

    private static readonly Option<string> Why = new("--why") { Description = "Why, for the record.", DefaultValueFactory = static _ => "asked for by hand" };

    private static readonly Option<string> Ungated = new("--ungated") { Description = "Promotes without a gate, for the reason given, which is recorded." };

    private static readonly Option<bool> Live = new("--live") { Description = "Has running robots ask it in the shadow, and promote it if their gate lets it through." };

    private static readonly Option<string> Recording = new("--recording") { Description = "What both models are asked: a recording (.mcap), or a data set's file or folder." };

    private static readonly Option<string> Profile = new("--profile") { Description = "The profile whose stage runs the model on the recording." };

    private static readonly Option<string> Gate = new("--gate") { Description = "The gate's bounds, a JSON file; without it those of the running model's card, or the defaults." };

    private static readonly Option<double> MaxLoss = new("--max-loss") { Description = "The most accuracy that may be lost to the original, 0 to 1.", DefaultValueFactory = static _ => 0.01 };

    private static readonly Option<bool> Choose = new("--choose") { Description = "Has robots run the variant that was found best." };

    private static readonly Option<ulong> Seed = new("--seed") { Description = "Everything that is drawn comes from it.", DefaultValueFactory = static _ => 1 };

    /// <summary>Makes the command.</summary>
    /// <param name="guard">Turns what is thrown into lines and an exit code.</param>
    public static Command Make(Func<Func<int>, int> guard) => new("models", "Keeps models by content, judges candidates, says which of them robots run (edge-runtime/MODELS.md).")
    {
        Store,
        Json,
        Part("list", "Lists models, generations and variants.", guard, List, AnyName),
        Part("add", "Adds a model's folder as the next generation of a name.", guard, Add, Source, NewName, Variant),
        Part("verify", "Holds every byte against its SHA-256: 0 whole, 1 damaged.", guard, Verify, AnyName),
        Part("bench", "Measures every variant on every provider of this machine and names the fastest within the stated loss.", guard, Bench, Name, Generation, Recording, Profile, MaxLoss, Seed, Choose),
        Part("promote", "Has robots run a generation, if its gate lets it through: 0 promoted, 1 held back.", guard, Promote, Name, Generation, Recording, Profile, Gate, Seed, Live, Ungated),
        Part("rollback", "Has robots run the generation again that they ran before.", guard, Rollback, Name, Why),
        Part("prune", "Gives up old generations; never what robots run or ran before.", guard, Prune, Keep),
        Part("log", "Prints what was done and found.", guard, Log, AnyName),
    };

    private static Command Part(string name, string description, Func<Func<int>, int> guard, Func<ParseResult, int> run, params Symbol[] takes)
    {
        Command command = new(name, description);
        foreach (Symbol symbol in takes)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.SetAction(parsed => guard(() => run(parsed)));
        return command;
    }

    private static ModelStore Open(ParseResult parsed, bool create = false) => StoreFolders.Open(parsed.GetValue(Store), create);

    private static int List(ParseResult parsed)
    {
        ModelStore store = Open(parsed);
        string? only = parsed.GetValue(AnyName);
        ModelRef[] all = [.. (only is null ? store.Names() : [only]).Select(name => StoreFolders.Find(store, name))];
        if (Prints(parsed, all, ModelsJson.Default.ModelRefArray))
        {
            return ExitCode.Success;
        }

        List<string[]> rows = [];
        foreach ((ModelRef found, StoredGeneration generation, StoredVariant variant) in all.SelectMany(static found =>
            found.Generations.SelectMany(generation => generation.Variants.Select(variant => (found, generation, variant)))))
        {
            string state = generation.Number == found.Current && variant.Name == generation.Chosen ? "runs" : found.History.Length > 0 && found.History[^1] == generation.Number && variant.Name == generation.Chosen ? "ran before" : "";
            rows.Add([found.Name, $"{generation.Number}", variant.Name, state, variant.Model[..ShownDigits], $"{variant.Bytes}", generation.Added.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)]);
        }

        Print(TextTable.Lines(["model", " generation", "variant", "state", "sha256", " bytes", "added (UTC)"], rows));
        Console.WriteLine($"{all.Length} models, {store.Bytes} bytes of objects in {store.Folder}");
        return ExitCode.Success;
    }

    private static int Add(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(NewName);
        ModelStore store = Open(parsed, create: true);
        StoreFolders.Require(store.Add(parsed.GetRequiredValue(Source), name, parsed.GetRequiredValue(Variant), out int generation, out bool isNew, out string problem), problem);
        ModelRef found = StoreFolders.Find(store, name);
        if (Prints(parsed, [found], ModelsJson.Default.ModelRefArray))
        {
            return ExitCode.Success;
        }

        StoredVariant variant = found.GenerationOf(generation)!.VariantOf(parsed.GetRequiredValue(Variant))!;
        string what = isNew ? "is new" : "was there already";
        string next = found.Current == generation ? "robots run it" : $"robots run generation {found.Current} until it is promoted";
        Console.WriteLine($"{name}, generation {generation}, {variant.Name}: {what}, sha256 {variant.Model}; {next}");
        return ExitCode.Success;
    }

    private static int Verify(ParseResult parsed)
    {
        ModelStore store = Open(parsed);
        string? only = parsed.GetValue(AnyName);
        string[] findings = [.. store.Verify(only)];
        if (!Prints(parsed, findings, ModelsJson.Default.StringArray))
        {
            Print(findings);
            Console.WriteLine(findings.Length == 0 ? $"whole: every object of {only ?? $"{store.Names().Count} models"} is what its name says{(only is null ? ", and the log is unbroken" : "")}" : $"{findings.Length} findings");
        }

        return findings.Length == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static int Bench(ParseResult parsed)
    {
        double maxLoss = parsed.GetValue(MaxLoss);
        if (!(maxLoss is >= 0 and <= 1))
        {
            throw new CannotRunException(string.Create(CultureInfo.InvariantCulture, $"--max-loss {maxLoss}: write a number from 0 to 1"));
        }

        ModelStore store = Open(parsed);
        string name = parsed.GetRequiredValue(Name);
        ModelRef found = StoreFolders.Find(store, name);
        int number = parsed.GetValue(Generation) ?? found.Current;
        StoredGeneration generation = found.GenerationOf(number)
            ?? throw new CannotRunException($"{name}: has no generation {number}: it has {string.Join(", ", found.Generations.Select(static generation => generation.Number))}");
        BenchRun bench = new(store, found, generation) { Recording = parsed.GetValue(Recording), Profile = parsed.GetValue(Profile) ?? RobotCommand.FindDefaultProfile(), MaxLoss = maxLoss, Seed = parsed.GetValue(Seed) };
        BenchRow[] rows = bench.Run();
        BenchRow chosen = rows.FirstOrDefault(static row => row.IsChosen)
            ?? throw new CannotRunException($"{name}, generation {number}: no variant answered within the loss on any provider, and so none is the fastest: name what it is asked with --recording");
        string variant = parsed.GetValue(Choose) ? chosen.Variant : generation.Chosen;
        StoreFolders.Require(store.Choose(name, number, variant, rows, out string problem), problem);
        if (!Prints(parsed, rows, ModelsJson.Default.BenchRowArray))
        {
            Print(BenchText.Lines(rows, bench.LeftOut));
            Console.WriteLine($"providers of this OnnxRuntime: {string.Join(", ", ProviderFacts.Built().Select(ProviderFacts.WordOf))}");
            Console.WriteLine($"fastest within the loss: {chosen.Variant} on {chosen.Provider}; robots run {variant}{(variant == chosen.Variant ? "" : ", --choose has them run it")}");
        }

        return ExitCode.Success;
    }

    private static int Promote(ParseResult parsed)
    {
        ModelStore store = Open(parsed);
        string name = parsed.GetRequiredValue(Name);
        ModelRef found = StoreFolders.Find(store, name);
        int number = parsed.GetValue(Generation) ?? found.Generations[^1].Number;
        if (number == found.Current)
        {
            Console.WriteLine($"{name}: robots run generation {number} already");
            return ExitCode.Success;
        }

        if (parsed.GetValue(Live))
        {
            StoreFolders.Require(store.Propose(name, number, out string refused), refused);
            Say(parsed, $"{name}: robots that run with --watch-models ask generation {number} in the shadow from now on; see models log");
            return ExitCode.Success;
        }

        GateVerdict? verdict = null;
        if (parsed.GetValue(Ungated) is null)
        {
            CandidateTrial trial = new(store, found, number)
            {
                Recording = parsed.GetValue(Recording) ?? throw new CannotRunException("--recording: name what both models are asked, a recording or a data set; or have robots judge it with --live, or say why there is no gate with --ungated"),
                Profile = parsed.GetValue(Profile) ?? RobotCommand.FindDefaultProfile(),
                Gate = parsed.GetValue(Gate),
                Seed = parsed.GetValue(Seed),
            };
            verdict = trial.Run();
            if (!Prints(parsed, verdict, ModelsJson.Default.GateVerdict))
            {
                Print(VerdictText.Lines(verdict));
            }

            if (!verdict.Passed)
            {
                Console.Error.WriteLine($"edgeai-robot: {name}, generation {number}: held back: {verdict.Failures()}");
                return ExitCode.Failure;
            }
        }

        StoreFolders.Require(store.Promote(name, number, parsed.GetValue(Ungated), verdict, out string problem, verdict is null ? null : found), problem);
        Say(parsed, $"{name}: robots run generation {number} from now on, {found.Current} before");
        return ExitCode.Success;
    }

    private static int Rollback(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(Name);
        StoreFolders.Require(Open(parsed).Rollback(name, parsed.GetRequiredValue(Why), out int number, out string problem), problem);
        Say(parsed, $"{name}: robots run generation {number} again");
        return ExitCode.Success;
    }

    private static int Prune(ParseResult parsed)
    {
        int keep = parsed.GetValue(Keep);
        if (keep < 1)
        {
            throw new CannotRunException($"--keep {keep}: keep at least 1 generation");
        }

        ModelStore store = Open(parsed);
        StoreFolders.Require(store.Prune(keep, out long freed, out string problem), problem);
        Say(parsed, $"freed {freed} bytes, {store.Bytes} stay");
        return ExitCode.Success;
    }

    private static int Log(ParseResult parsed)
    {
        string? only = parsed.GetValue(AnyName);
        StoreRecord[] lines = [.. Open(parsed).Log.Where(record => only is null || record.Name == only)];
        if (Prints(parsed, lines, ModelsJson.Default.StoreRecordArray))
        {
            return ExitCode.Success;
        }

        Print(TextTable.Lines(["at (UTC)", "model", " generation", "what", "sha256", "why"], [.. lines.Select(static line => new[]
        {
            line.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), line.Name, $"{line.Generation}", line.Event.ToString(), line.Model?[..ShownDigits] ?? "", line.Why ?? line.Verdict?.Failures() ?? "",
        })]));
        return ExitCode.Success;
    }

    private static bool Prints<T>(ParseResult parsed, T value, JsonTypeInfo<T> type)
    {
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(value, type));
        }

        return parsed.GetValue(Json);
    }

    private static void Say(ParseResult parsed, string line)
    {
        if (!parsed.GetValue(Json))
        {
            Console.WriteLine(line);
        }
    }

    private static void Print(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Console.WriteLine(line);
        }
    }
}
