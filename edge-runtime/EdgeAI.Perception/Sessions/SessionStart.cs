using System.Globalization;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions.Providers;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>From a model's bytes to a session that is bound and warm, or to the reason why not.</summary>
internal static class SessionStart
{
    private const string MendCard = "mend the card or use the model that it was written for";
    private static readonly TimeSpan WarmUpLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CompileLimit = TimeSpan.FromMinutes(30);

    /// <summary>Starts a session.</summary>
    /// <param name="source">The model.</param>
    /// <param name="card">What it should be.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="session">The session, or null.</param>
    /// <param name="problem">The reason and the mend, to stand behind the file's name; empty on success.</param>
    public static ModelRefusal Try(ModelSource source, ModelCard card, ModelOptions options, out ModelSession? session, out string problem)
    {
        session = null;
        InferenceSession? loaded = null;
        try
        {
            InferenceTelemetry.SwitchOff();
            InferenceMemory.Bound();
            using SessionOptions native = SessionSettings.Of(source, options);
            using ProviderChain? chain = ProviderChain.Append(native, source, options, out problem);
            if (chain is null)
            {
                return ModelRefusal.ProviderRefused;
            }

            EngineProgress progress = EngineProgress.Begin(source.Path, chain, options);
            loaded = new InferenceSession(source.Content, native);
            ModelRefusal refusal = Bind(loaded, card, options, chain, out ModelSession? bound, out problem);
            if (refusal != ModelRefusal.None)
            {
                return refusal;
            }

            InferenceSession started = loaded;
            loaded = null;
            refusal = WarmUp(bound!, started, chain, options, out problem);
            if (refusal != ModelRefusal.None)
            {
                bound!.Dispose();
                return refusal;
            }

            if (!ExternalFile.AreUnchanged(source.Externals, source.Folder, out problem))
            {
                bound!.Dispose();
                return ModelRefusal.ExternalData;
            }

            progress.End();
            session = bound;
            return ModelRefusal.None;
        }
        catch (OnnxRuntimeException error)
        {
            return LoadRefusal(error, ModelSource.MendOf(card), out problem);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            problem = $"OnnxRuntime's native library cannot be loaded ({OnnxRuntimeText.FirstLine(error.GetBaseException())}): install one built for this machine";
            return ModelRefusal.RuntimeMissing;
        }
        finally
        {
            loaded?.Dispose();
        }
    }

    private static ModelRefusal Bind(InferenceSession loaded, ModelCard card, ModelOptions options, ProviderChain chain, out ModelSession? session, out string problem)
    {
        session = null;
        if (SpecsOf(loaded.InputNames, loaded.InputMetadata, "input", out problem) is not { } inputs
            || SpecsOf(loaded.OutputNames, loaded.OutputMetadata, "output", out problem) is not { } outputs)
        {
            return ModelRefusal.ElementUnsupported;
        }

        string difference = GraphComparison.DifferenceOf(inputs, outputs, card);
        if (difference.Length > 0)
        {
            problem = $"{difference}: {MendCard}";
            return ModelRefusal.ShapeDiffers;
        }

        List<TensorSpec> bound = [];
        long room = BoundTensor.MaxBytes;
        foreach (TensorSpec input in inputs)
        {
            if (SessionShapes.Fill(input, Wanted(input.Name, card, options), out string fault) is not { } filled)
            {
                problem = $"the graph's input {fault}: {MendCard}";
                return ModelRefusal.ShapeDiffers;
            }

            if (SessionShapes.Close(filled, out fault) is not { } closed)
            {
                problem = $"the graph's input {fault}";
                return filled.Shape.Skip(1).Contains(-1) ? ModelRefusal.ShapeOpen : ModelRefusal.AbsurdShape;
            }

            room -= BoundTensor.RoomOf(closed, widens: false);
            if (room < 0)
            {
                problem = $"the graph's inputs up to '{closed.Name}' take more than the {BoundTensor.MaxBytes} bytes of all inputs and outputs";
                return ModelRefusal.AbsurdShape;
            }

            bound.Add(closed);
        }

        for (int index = 0; index < outputs.Count; index++)
        {
            TensorSpec? filled = SessionShapes.Fill(outputs[index], Wanted(outputs[index].Name, card, options), out string fault);
            if (filled is null)
            {
                problem = $"the graph's output {fault}: {MendCard}";
                return ModelRefusal.ShapeDiffers;
            }

            room -= filled.Shape.Contains(-1) ? 0 : Math.Min(BoundTensor.RoomOf(filled, widens: true), long.MaxValue / 2);
            if (room < 0)
            {
                problem = $"the graph's inputs and outputs up to '{filled.Name}', which has the shape [{string.Join(", ", filled.Shape)}], take more than the {BoundTensor.MaxBytes} bytes of all of them";
                return ModelRefusal.AbsurdShape;
            }

            outputs[index] = filled;
        }

        session = new ModelSession(loaded, bound, outputs, chain);
        return ModelRefusal.None;
    }

    private static int[]? Wanted(string name, ModelCard card, ModelOptions options) =>
        options.Shapes.GetValueOrDefault(name)
        ?? card.Shapes.GetValueOrDefault(name)
        ?? (card.Input?.Name == name ? card.Input.Shape : null)
        ?? card.Outputs.FirstOrDefault(output => output.Name == name)?.Shape;

    private static List<TensorSpec>? SpecsOf(IReadOnlyList<string> names, IReadOnlyDictionary<string, NodeMetadata> nodes, string kind, out string problem)
    {
        List<TensorSpec> specs = [];
        foreach (string name in names)
        {
            if (SessionShapes.SpecOf(name, nodes[name], out string fault) is not { } spec)
            {
                problem = $"the graph's {kind} {fault}";
                return null;
            }

            specs.Add(spec);
        }

        problem = "";
        return specs;
    }

    private static ModelRefusal WarmUp(ModelSession session, InferenceSession loaded, ProviderChain chain, ModelOptions options, out string problem)
    {
        TimeSpan limit = options.WarmUpLimit ?? (chain.Compiles ? CompileLimit : WarmUpLimit);
        using CancellationTokenSource timer = new(limit);
        bool isStopped = false;
        ModelRefusal refusal;
        using (timer.Token.Register(() =>
        {
            isStopped = true;
            session.Stop();
        }))
        {
            refusal = WarmUpUnlimited(session, loaded, chain, options, out problem);
        }

        // From here on the timer cannot stop the session any more; one that it has stopped would refuse every run.
        if (isStopped)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"running it on zeros took longer than {limit.TotalSeconds:0.###} s: use a model whose loops end, a smaller one, or a faster provider");
            return ModelRefusal.RunFailed;
        }

        return refusal;
    }

    private static ModelRefusal WarmUpUnlimited(ModelSession session, InferenceSession loaded, ProviderChain chain, ModelOptions options, out string problem)
    {
        problem = "";
        int runs = Math.Max(options.WarmUpRuns, chain.IsWatched ? 1 : 0);
        for (int run = 0; run < runs; run++)
        {
            if (!session.TryRun(out string fault))
            {
                problem = $"OnnxRuntime cannot run it on zeros ({fault}): bind other shapes, or none, or export it again";
                return ModelRefusal.RunFailed;
            }

            // What ran where is known after the first; the others are not slowed by the watch.
            if (run == 0 && !chain.TryJudge(loaded, out problem))
            {
                return ModelRefusal.ProviderRefused;
            }
        }

        return runs > 0 || chain.TryJudge(loaded, out problem) ? ModelRefusal.None : ModelRefusal.ProviderRefused;
    }

    // OnnxRuntime tells its reasons in words alone; these are 1.31's.
    private static ModelRefusal LoadRefusal(OnnxRuntimeException error, string mend, out string problem)
    {
        if (error.Message.Contains("fallback to CPU EP has been explicitly disabled", StringComparison.Ordinal))
        {
            problem = "operations of it would run on the CPU, which is not in the list of providers: add 'cpu' to 'providers', or 'strict': false to be warned alone";
            return ModelRefusal.ProviderRefused;
        }

        bool isOperator = error.Message.Contains("is not a registered function/op", StringComparison.Ordinal)
            || error.Message.Contains("Could not find an implementation for", StringComparison.Ordinal)
            || error.Message.Contains("No Op registered for", StringComparison.Ordinal)
            || error.Message.Contains("No opset import for domain", StringComparison.Ordinal);
        problem = isOperator
            ? $"this OnnxRuntime lacks an operator of it ({OnnxRuntimeText.FirstLine(error)}): export it again with operators of ONNX's own set, opset 7 to 20"
            : $"OnnxRuntime cannot load it ({OnnxRuntimeText.FirstLine(error)}): {mend}";
        return isOperator ? ModelRefusal.OperatorMissing : ModelRefusal.NotAModel;
    }
}
