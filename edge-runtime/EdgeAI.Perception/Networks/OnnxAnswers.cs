using EdgeAI.Perception.Sessions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Perception.Networks;

/// <summary>What OnnxRuntime answers to rows of inputs: the judge of the converter's own reading of the file.</summary>
internal static class OnnxAnswers
{
    /// <summary>Runs a model on each row.</summary>
    /// <exception cref="OnnxRuntimeException">OnnxRuntime cannot load or run the model.</exception>
    /// <exception cref="ArgumentException">It answers another type.</exception>
    public static List<double[]> Of(byte[] model, FloatNetwork network, IEnumerable<double[]> rows)
    {
        InferenceTelemetry.SwitchOff();
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = new(model, options);
        using RunOptions runOptions = new();
        long[] shape = [.. network.InputShape.Select(static size => (long)size)];
        List<double[]> answers = [];
        foreach (double[] row in rows)
        {
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(row, static value => (float)value), shape);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, [network.InputName], [input], [network.OutputName]);
            TensorElementType type = outputs[0].GetTensorTypeAndShape().ElementDataType;
            if (type != (network.EndsInArgMax ? TensorElementType.Int64 : TensorElementType.Float))
            {
                throw new ArgumentException($"answers {type} where a network of floats was read: export it again");
            }

            answers.Add(network.EndsInArgMax
                ? Array.ConvertAll(outputs[0].GetTensorDataAsSpan<long>().ToArray(), static value => (double)value)
                : Array.ConvertAll(outputs[0].GetTensorDataAsSpan<float>().ToArray(), static value => (double)value));
        }

        return answers;
    }
}
