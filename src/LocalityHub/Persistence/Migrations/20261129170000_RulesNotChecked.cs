using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>The rules that an import could not check for want of a list.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261129170000_RulesNotChecked")]
    public partial class RulesNotChecked : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<string[]>(name: "not_checked", table: "import", type: "text[]", nullable: false, defaultValueSql: "'{}'");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "not_checked", table: "import");
    }
}
