using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>
    /// Pieces of uploads live for seconds: compressing them cost an upload more time than it saved in space.
    /// </summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261122031500_StagedBytesAsTheyAre")]
    public partial class StagedBytesAsTheyAre : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("alter table import_chunk alter column bytes set storage external");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("alter table import_chunk alter column bytes set storage extended");
    }
}
