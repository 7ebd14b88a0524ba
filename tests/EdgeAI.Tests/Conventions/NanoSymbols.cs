using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Conventions;

/// <summary>What a source uses from outside, written or implied: each type, member, operator and conversion is in the list or is a finding.</summary>
internal static class NanoSymbols
{
    /// <summary>Why the node may not stand in a source for a board; null where it may.</summary>
    public static string? Find(SyntaxNode node, SemanticModel model, NanoSources sources)
    {
        if (node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        {
            return model.GetDeclaredSymbol(node) is { } declared && sources.Namesake(declared.Name) is { } namesake ? $"{declared.Name} is also {namesake}; give it another name" : null;
        }

        foreach (ISymbol symbol in Used(node, model))
        {
            if (Refusal(symbol, sources) is { } reason)
            {
                return reason;
            }
        }

        return node is ExpressionSyntax expression && model.GetTypeInfo(expression) is var type ? RefusalOfType(type.Type) ?? RefusalOfType(type.ConvertedType) : null;
    }

    private static IEnumerable<ISymbol> Used(SyntaxNode node, SemanticModel model)
    {
        if (model.GetSymbolInfo(node).Symbol is { } named)
        {
            yield return named;
        }

        if (node is ExpressionSyntax expression && model.GetConversion(expression) is { IsUserDefined: true, MethodSymbol: { } operation })
        {
            yield return operation;
        }

        if (node is MemberDeclarationSyntax && Overridden(model.GetDeclaredSymbol(node)) is { } overridden)
        {
            yield return overridden;
        }

        if (node is CommonForEachStatementSyntax loop && model.GetTypeInfo(loop.Expression).Type is { TypeKind: not TypeKind.Array, SpecialType: not SpecialType.System_String })
        {
            ForEachStatementInfo info = model.GetForEachStatementInfo(loop);
            foreach (ISymbol? step in new ISymbol?[] { info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty })
            {
                if (step is not null)
                {
                    yield return step;
                }
            }
        }
    }

    private static ISymbol? Overridden(ISymbol? declared) => declared switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private static string? Refusal(ISymbol symbol, NanoSources sources) => symbol switch
    {
        IAliasSymbol alias => Refusal(alias.Target, sources),
        IArrayTypeSymbol array => RefusalOfType(array) ?? Refusal(array.ElementType, sources),
        IDynamicTypeSymbol => "nanoFramework has no dynamic; write the type",
        INamespaceSymbol => null,
        ILocalSymbol or IParameterSymbol or ILabelSymbol or IRangeVariableSymbol or IDiscardSymbol or ITypeParameterSymbol or IPointerTypeSymbol or IFunctionPointerTypeSymbol => null,
        IMethodSymbol { MethodKind: MethodKind.BuiltinOperator or MethodKind.LocalFunction or MethodKind.AnonymousFunction } => null,
        IMethodSymbol { AssociatedSymbol: { } member } => Refusal(member, sources),
        IMethodSymbol { ReducedFrom: { } extension } => Refusal(extension, sources),
        _ => sources.Declares(symbol) ? null : sources.Api.Refusal(symbol),
    };

    private static string? RefusalOfType(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { Rank: > 1 } => "nanoFramework has no multi-dimensional arrays; use one dimension and an index",
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => "nanoFramework 1.x has no nullable value types; add a flag",
        INamedTypeSymbol { IsTupleType: true } => "nanoFramework has no tuples; use out parameters or a struct",
        INamedTypeSymbol { IsGenericType: true } generic => $"{generic.Name}<> is generic, and 1.x runs none; use an array, a delegate or an interface of our own",
        _ => null,
    };
}
